import { type FormEvent, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import type { FleetRow, ImageDetail } from './aws-model.ts'
import { useChange } from './use-change.ts'

/** Who may launch the image besides its owner. */
export const ImageShares = ({ row, detail }: { row: FleetRow; detail: ImageDetail }) => {
  const change = useChange()
  const [account, setAccount] = useState('')
  const share = async (event: FormEvent) => {
    event.preventDefault()
    if (await change(row, 'share', { account })) setAccount('')
  }
  return (
    <>
      <ul className="panel-list">
        {detail.launchPermissions.map(({ UserId, Group, OrganizationArn, OrganizationalUnitArn }) => {
          const who = UserId ?? OrganizationArn ?? OrganizationalUnitArn ?? Group ?? ''
          return (
            <li key={who}>
              <span>{Group === 'all' ? 'Everyone (public)' : who}</span>
              <button
                type="button"
                className="icon-button small"
                aria-label={`Stop sharing with ${Group === 'all' ? 'everyone' : who}`}
                onClick={() => void change(row, 'unshare', { account: who })}
              >
                <Icon name="close" size={15} />
              </button>
            </li>
          )
        })}
        {detail.launchPermissions.length === 0 && <li className="quiet">Private: not shared</li>}
      </ul>
      {row.state === 'available' && (
        <form className="share" onSubmit={event => void share(event)}>
          <input
            className="input"
            aria-label="Account to share with"
            placeholder="Account ID or ARN"
            pattern="\d{12}|arn:.+"
            required
            value={account}
            onChange={event => setAccount(event.target.value)}
          />
          <button type="submit" className="button">
            Share
          </button>
          {!detail.launchPermissions.some(({ Group }) => Group === 'all') && (
            <button
              type="button"
              className="button"
              onClick={() => void change(row, 'share', { account: 'all' })}
            >
              Make public
            </button>
          )}
        </form>
      )}
    </>
  )
}
