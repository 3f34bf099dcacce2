import type { Confirm } from '@slack/types'
import { withEmoji } from '../text/emoji.ts'
import { Text } from '../text/text-object.tsx'
import { Dialog } from './dialog.tsx'

interface ConfirmDialogProps {
  confirm: Confirm
  onConfirm: () => void
  onDeny: () => void
}

/** Block Kit's `confirm`, with Slack's own words where the app left them out. */
export const ConfirmDialog = ({ confirm, onConfirm, onDeny }: ConfirmDialogProps) => (
  <Dialog
    className="dialog-confirm"
    title={withEmoji(confirm.title?.text ?? 'Are you sure?')}
    onClose={onDeny}
    footer={
      <>
        <button
          type="button"
          className="button"
          onClick={onDeny}
          // Enter must not do by itself what the app calls dangerous.
          data-start={confirm.style === 'danger' ? '' : undefined}
        >
          {withEmoji(confirm.deny?.text ?? 'Cancel')}
        </button>
        <button
          type="button"
          className={`button button-${confirm.style ?? 'primary'} solid`}
          onClick={onConfirm}
          data-start={confirm.style === 'danger' ? undefined : ''}
        >
          {withEmoji(confirm.confirm?.text ?? 'Yes')}
        </button>
      </>
    }
  >
    <Text text={confirm.text} />
  </Dialog>
)
