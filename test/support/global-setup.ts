/** Starts what the whole suite shares, and stops it. PostgreSQL is added by the store's contract suite (support/postgres.ts). */
export default function setup(): void {}
