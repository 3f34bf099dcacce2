import { readAge } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { ShortName } from '../ui/short-name.tsx'
import { type FleetRow, verbs } from './aws-model.ts'
import { ImageMarks } from './image-marks.tsx'
import { Pill } from './pill.tsx'
import { useChange } from './use-change.ts'
import { calls, isOffered, labelOf } from './verb-words.ts'

interface ImageLineProps {
  row: FleetRow
  nowMs: number
  isOpen: boolean
  isInTabOrder: boolean
  onOpen: () => void
}

/** An image in the list: its name opens it, its menu changes it as somebody outside Slack would. */
export const ImageLine = ({ row, nowMs, isOpen, isInTabOrder, onOpen }: ImageLineProps) => {
  const change = useChange()
  const name = row.name || row.imageId
  return (
    <div className="image-line" data-image={row.imageId} data-open={isOpen || undefined}>
      <button type="button" className="image-open" tabIndex={isInTabOrder ? 0 : -1} onClick={onOpen}>
        <ShortName className="image-name" name={name} />
        <span className="image-ids">
          <ShortName className="image-id" name={row.imageId} />
          <span>{row.sizeGiB} GiB</span>
          {!Number.isNaN(row.createdAtMs) && <span>{readAge(row.createdAtMs, nowMs)}</span>}
        </span>
        <ImageMarks row={row} />
        <Pill state={row.state} />
      </button>
      <Menu
        label={`Change ${name} outside Slack`}
        items={verbs
          .filter(verb => verb !== 'restore' || row.state === 'recycled')
          .filter(verb => verb !== (row.isProtected ? 'protect' : 'unprotect'))
          .map(verb => ({
            key: verb,
            text: verb,
            label: labelOf(verb),
            hint: calls[verb],
            danger: verb === 'deregister',
            disabled: !isOffered(verb, row.state, row.isProtected),
            onChoose: () => void change({ imageId: row.imageId, name }, verb),
          }))}
      >
        <Icon name="more" size={18} />
      </Menu>
    </div>
  )
}
