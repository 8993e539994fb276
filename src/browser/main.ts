/** What runs in the browser: elements that take over markup which works without them. The proof checker comes only where it is used. */
import './autosave.ts'
import './packing.ts'
import './people.ts'
import './signature.ts'
import './small-elements.ts'
import './upload.ts'
import { leadToProblems } from './focus.ts'

leadToProblems()

if (document.querySelector('lh-check-proof')) void import('./check-proof.ts')
