import type { AlertBlock } from '@slack/types'
import { Text } from '../text/text-object.tsx'
import { Icon } from '../ui/icon.tsx'

const icons = { default: 'info', info: 'info', warning: 'warning', error: 'error', success: 'check' } as const
const words = {
  default: '',
  info: 'Info: ',
  warning: 'Warning: ',
  error: 'Error: ',
  success: 'Success: ',
} as const

export const Alert = ({ block }: { block: AlertBlock }) => {
  const level = block.level ?? 'default'
  return (
    <div className={`alert alert-${level}`}>
      <Icon name={icons[level]} size={18} />
      <p>
        {/* Its colour must not be the only signal. */}
        <span className="hidden">{words[level]}</span>
        <Text text={block.text} />
      </p>
    </div>
  )
}
