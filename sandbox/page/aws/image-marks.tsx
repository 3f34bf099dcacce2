import type { FleetRow } from './aws-model.ts'

/** On a grid of 16 × 16: a shield, two people, a running machine. */
const marks = {
  protected: 'M8 1.8 13 3.6v4c0 3-2 5.2-5 6.6-3-1.4-5-3.6-5-6.6v-4z',
  shared:
    'M6 7.5a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6zM2 13c.3-2.6 1.8-3.9 4-3.9s3.7 1.3 4 3.9M10.5 3.2a2.2 2.2 0 0 1 0 4M12 9.5c1.2.6 1.9 1.8 2 3.5',
  'in use': 'M3 2.5v11l10-5.5z',
} as const

const Mark = ({ name, text }: { name: keyof typeof marks; text: string }) => (
  <span className="mark" title={text}>
    <svg width={13} height={13} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={marks[name]} />
    </svg>
    <span className="hidden">{text}</span>
  </span>
)

const readShared = (sharedWith: FleetRow['sharedWith']): string | undefined => {
  if (sharedWith === 'public') return 'public'
  if (sharedWith === 0) return undefined
  return `shared with ${sharedWith} ${sharedWith === 1 ? 'account' : 'accounts'}`
}

/** What makes an image one to be careful with. */
export const ImageMarks = ({ row }: { row: FleetRow }) => {
  const shared = readShared(row.sharedWith)
  return (
    <span className="marks">
      {row.isProtected && <Mark name="protected" text="deregistration protection is on" />}
      {shared && <Mark name="shared" text={shared} />}
      {row.uses > 0 && (
        <Mark name="in use" text={`used by ${row.uses} ${row.uses === 1 ? 'resource' : 'resources'}`} />
      )}
    </span>
  )
}
