/**
 * How many characters of AWS's reason for a failure are shown, and where. Of what EC2 sends, the record keeps 4,000 (`REASON_KEPT` in
 * src/domain/image.ts), the history 1,000 and a line of a digest 200.
 */
export const REASON_SHOWN = {
  card: 800,
  threadLine: 2_000,
  /** The thread line in words, for notifications and screen readers. */
  threadWords: 800,
  digest: 200,
  digestWords: 120,
  digestPage: 200,
  historyEntry: 1_000,
  email: 800,
  home: 200,
} as const
