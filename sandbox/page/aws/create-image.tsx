import { type FormEvent, useId, useMemo, useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { awsApi } from './aws-api.ts'
import { useControlRoom } from './control-room.tsx'
import { createName } from './sample-name.ts'
import { useAccounts } from './use-accounts.ts'

/** `Team=payments Environment=production`, one per line or with spaces between. */
const readTags = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(/[\s,]+/)
      .filter(pair => pair.includes('='))
      .map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )

const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1', 'ap-southeast-2']
const OWN_ACCOUNT = '123456789012'

/** Creates an image, or one whose creation fails. */
export const CreateImage = ({ onClose, onCreated }: { onClose: () => void; onCreated: () => void }) => {
  const id = useId()
  const [name, setName] = useState(createName)
  const accounts = useAccounts()
  const { rows } = useControlRoom().fleet
  const regions = useMemo(
    () => [...new Set([...REGIONS, ...[...rows.values()].map(row => row.region)])],
    [rows],
  )
  const [account, setAccount] = useState(OWN_ACCOUNT)
  const [region, setRegion] = useState('us-east-1')
  const [tags, setTags] = useState('Environment=production Team=payments')
  const [isFailing, setFailing] = useState(false)
  const [errorMessage, setErrorMessage] = useState('The snapshot could not be completed.')
  const [trouble, setTrouble] = useState<string>()
  const create = async (event: FormEvent) => {
    event.preventDefault()
    try {
      const failure = isFailing ? { fail: true, errorMessage } : {}
      await awsApi.createImage({ name, account, region, tags: readTags(tags), ...failure })
      onCreated()
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Dialog title="New image" onClose={onClose} className="dialog-modal">
      <form onSubmit={event => void create(event)}>
        <div className="blocks">
          <div className="input-block">
            <label htmlFor={`${id}-name`}>Name</label>
            <input
              id={`${id}-name`}
              className="input"
              required
              minLength={3}
              maxLength={128}
              value={name}
              aria-invalid={trouble !== undefined}
              aria-describedby={trouble ? `${id}-trouble` : undefined}
              onChange={event => setName(event.target.value)}
            />
            {trouble && (
              <p id={`${id}-trouble`} className="input-error" role="alert">
                {trouble}
              </p>
            )}
          </div>
          {accounts.length > 1 && (
            <div className="input-block">
              <label htmlFor={`${id}-account`}>Account</label>
              <select
                id={`${id}-account`}
                className="select"
                value={account}
                onChange={event => setAccount(event.target.value)}
              >
                {accounts.map(each => (
                  <option key={each.id} value={each.id}>
                    {each.label}
                  </option>
                ))}
              </select>
            </div>
          )}
          <div className="input-block">
            <label htmlFor={`${id}-region`}>Region</label>
            <select
              id={`${id}-region`}
              className="select"
              value={region}
              onChange={event => setRegion(event.target.value)}
            >
              {regions.map(each => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </div>
          <div className="input-block">
            <label htmlFor={`${id}-tags`}>Tags</label>
            <input
              id={`${id}-tags`}
              className="input"
              aria-describedby={`${id}-tags-hint`}
              value={tags}
              onChange={event => setTags(event.target.value)}
            />
            <p id={`${id}-tags-hint`} className="input-hint">
              Key=value, separated by spaces.
            </p>
          </div>
          <label className="choice">
            <input type="checkbox" checked={isFailing} onChange={event => setFailing(event.target.checked)} />
            <span>Simulate failure</span>
          </label>
          {isFailing && (
            <div className="input-block">
              <label htmlFor={`${id}-message`}>Error message</label>
              <input
                id={`${id}-message`}
                className="input"
                value={errorMessage}
                onChange={event => setErrorMessage(event.target.value)}
              />
            </div>
          )}
        </div>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary solid">
            Create image
          </button>
        </footer>
      </form>
    </Dialog>
  )
}
