const words: Readonly<Record<string, string>> = { recycled: 'in Recycle Bin' }

/** An image's state in EC2's own word. */
export const Pill = ({ state }: { state: string }) => (
  <span className={`pill pill-${state}`}>{words[state] ?? state}</span>
)
