/** Pages that anybody may see: checking a proof, and what is said when something is not there or failed. */
import type { check as zhCheck, errors as zhErrors } from '../zh-CN/public.ts'

export const check: typeof zhCheck = {
  title: 'Check a proof',
  lead: 'With the proof received at registration anybody can check that a record was registered and has not been changed since. The check runs in your browser; the file stays with you.',
  leadPosted: 'Without scripts the file is sent to the server, checked and forgotten.',
  file: 'Choose the proof file',
  fileHint: 'Its name ends in .tlog-proof.',
  submit: 'Check',
  holds: 'The proof holds',
  holdsBody: 'This entry is in the trail, and the checkpoint is signed with the key of the register.',
  fails: 'The proof does not hold',
  failsBody: 'See whether the file is complete. If it is unchanged, tell the discipline office.',
  origin: 'Trail',
  leafIndex: 'Entry number',
  treeSize: 'Entries when signed',
  date: 'Day of the entry',
  cosignatures: 'Witnesses',
  code: 'Result',
  publicKey: 'Public key',
  checkpoint: 'Newest checkpoint',
  failures: {
    proofMalformed: 'This is not a proof file, or it is incomplete.',
    noteMalformed: 'The signature of the checkpoint cannot be read.',
    checkpointMalformed: 'The checkpoint cannot be read.',
    keyMalformed: 'The public key cannot be read.',
    indexOutsideTree: 'The entry number lies beyond the trail.',
    hashLengthWrong: 'A digest in the proof has the wrong length.',
    proofLengthWrong: 'The proof has the wrong number of steps.',
    rootDiffers: 'The computed root differs from the checkpoint: the entry or the proof was changed.',
    signatureBroken: 'The signature of the checkpoint is not valid.',
    noKnownSignature: 'The checkpoint does not carry the signature of this register.',
    logSignatureMissing: 'The checkpoint was not signed by this register.',
  },
  otherFailure: 'The proof does not fit the trail.',
}

export const errors: typeof zhErrors = {
  notFoundTitle: 'Page not found',
  notFoundBody: 'Check the address, or go to the start.',
  refusedTitle: 'This was not done',
  errorTitle: 'Something failed',
  tooManyTitle: 'Too many requests',
  comeBackIn: (seconds: number) => `Please come back in ${seconds} seconds.`,
  number: 'Number',
  home: 'Go to the start',
}
