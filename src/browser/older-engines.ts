/**
 * What libraries ask of a browser and engines before ours do not have. Imported before them. Our own code asks for nothing of the kind
 * (test/old-engine.test.ts looks at both).
 */

// The curve library, while it checks a proof; Chromium has it since 93.
if (!('hasOwn' in Object))
  Object.defineProperty(Object, 'hasOwn', {
    value: (object: object, name: PropertyKey): boolean => Object.prototype.hasOwnProperty.call(object, name),
    configurable: true,
    writable: true,
  })
