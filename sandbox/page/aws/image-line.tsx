import { api } from '../api.ts'
import { touch } from '../live.ts'
import { type Image, type Verb, verbs } from '../model.ts'
import { readAge } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { useTell } from '../ui/notices.tsx'

const hints: Record<Verb, string> = {
  enable: 'EnableImage',
  disable: 'DisableImage',
  copy: 'CopyImage',
  fail: 'its creation fails',
  deregister: 'DeregisterImage',
}

/** Verbs that EC2 would refuse in a state; the others are offered. */
const isOffered = (verb: Verb, state: string): boolean => {
  switch (verb) {
    case 'enable':
      return state === 'disabled'
    case 'disable':
    case 'copy':
      return state === 'available'
    case 'fail':
      return state === 'pending' || state === 'available'
    case 'deregister':
      return state !== 'deregistered'
  }
}

export const ImageLine = ({ image, nowMs }: { image: Image; nowMs: number }) => {
  const tell = useTell()
  const change = async (verb: Verb) => {
    try {
      await api.changeImage(image.imageId, verb)
    } catch (error) {
      tell(`${verb} ${image.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
    touch('images')
  }
  const createdMs = Date.parse(image.CreationDate ?? '')
  return (
    <li className="image-line" data-image={image.imageId}>
      <p className="image-name" title={image.name}>
        {image.name || 'without a name'}
      </p>
      <p className="image-ids">
        <span>{image.imageId}</span>
        <span>{image.region}</span>
        {image.account !== '123456789012' && <span>{image.account}</span>}
        {!Number.isNaN(createdMs) && <span>{readAge(createdMs, nowMs)}</span>}
      </p>
      <span className={`pill pill-${image.state}`}>{image.state}</span>
      <Menu
        label={`Change ${image.name || image.imageId} outside Slack`}
        items={verbs.map(verb => ({
          key: verb,
          text: verb,
          label: `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`,
          hint: hints[verb],
          danger: verb === 'deregister',
          disabled: !isOffered(verb, image.state),
          onChoose: () => void change(verb),
        }))}
      >
        <Icon name="more" size={18} />
      </Menu>
    </li>
  )
}
