/**
 * Lets Playwright look into engines that it does not know: what its own scripts ask of a page and Chromium 86 lacks is put before them, in
 * the world in which they run, and commands are left out that an engine does not have. The pages' own world gets no help. Loaded before
 * Playwright by scripts/other-browser.mjs.
 */
const Module = require('node:module')

const help = `
  Element.prototype.checkVisibility ??= function () {
    return this.getClientRects().length > 0 && getComputedStyle(this).visibility === 'visible'
  };
  const at = function (index) { return this[index < 0 ? this.length + index : index] };
  Array.prototype.at ??= at;
  String.prototype.at ??= at;
  Object.hasOwn ??= (object, name) => Object.prototype.hasOwnProperty.call(object, name);
  Array.prototype.findLast ??= function (test) { return [...this].reverse().find(test) };
`
/** Where the bundle holds the scripts that run in pages. */
const SCRIPTS = /( source\d* = ')(?=\\nvar __commonJS)/g
/** Drags are told to Playwright since Chromium 88; no test drags. */
const withoutDragging = (code) =>
  code.replaceAll(/client\.send\("Input\.setInterceptDrags"[^)]*\)/g, 'Promise.resolve()')

/** Firefox has no such command yet; without it pages look as they do by themselves. */
const withoutMediaFeatures = (code) =>
  code.replaceAll(/await this(?:\._\w+)+\.send\("emulation\.setMediaFeaturesOverride", \{[\s\S]*?\n\s*\}\);/g, ';')

const load = Module._extensions['.js']

Module._extensions['.js'] = (module, file) => {
  if (file.endsWith('/playwright-core/lib/coreBundle.js')) {
    const compile = module._compile
    module._compile = (code, name) =>
      compile.call(
        module,
        withoutMediaFeatures(withoutDragging(code)).replaceAll(SCRIPTS, (begin) => begin + escaped(help)),
        name,
      )
  }
  load(module, file)
}

const escaped = (text) => JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"')
