/** A value of type `Base` that cannot be mistaken for another kind of `Base`: two ids are both strings, yet not each other. */
export type Brand<Base, Name extends string> = Base & { readonly __brand: Name }
