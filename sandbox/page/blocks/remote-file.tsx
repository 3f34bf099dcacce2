import type { FileBlock } from '@slack/types'
import { Icon } from '../ui/icon.tsx'

/** A file that lives elsewhere. Slack knows more of it than the block says. */
export const RemoteFile = ({ block }: { block: FileBlock }) => (
  <p className="remote-file">
    <Icon name="file" size={20} />
    <span className="file-line-name">{block.external_id}</span>
    <span className="file-line-size">Remote file</span>
  </p>
)
