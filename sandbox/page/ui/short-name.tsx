/** So much of the end stays: what tells two names of a family apart, a date or a build. */
const TAIL = 10

/**
 * A name on one line, shortened in the middle where there is no room for all of it. What is drawn is decoration: read aloud,
 * copied and searched is the whole name, which is also its tooltip.
 */
export const ShortName = ({ name, className = '' }: { name: string; className?: string }) => {
  const cut = Math.max(0, name.length - TAIL)
  return (
    <span className={`short-name ${className}`} title={name}>
      <span className="hidden">{name}</span>
      <span className="short-name-head" aria-hidden="true" data-text={name.slice(0, cut)} />
      <span className="short-name-tail" aria-hidden="true" data-text={name.slice(cut)} />
    </span>
  )
}
