/** Which lock a slot stands under: so many slots, one after the other, share one. A migration holds the number, so it never changes. */
export const SLOTS_PER_LOCK = 1024

/** The block of a slot, counted from 0; slots count from 1. */
export const lockBlockOf = (slotId: number): number => Math.floor((slotId - 1) / SLOTS_PER_LOCK)
