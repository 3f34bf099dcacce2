import type { FileInput } from '@slack/types'
import { useRef, useState } from 'react'
import { readSize } from '../text/size.ts'
import { Icon } from '../ui/icon.tsx'
import { useSurface } from './surface.tsx'
import { type ElementProps, useChoice } from './use-choice.tsx'

/** https://docs.slack.dev/reference/block-kit/block-elements/file-input-element */
const MAX_FILES = 10

const readBase64 = async (file: File): Promise<string> => {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''))
}

const hasType = (name: string, types: readonly string[] | undefined) =>
  !types?.length || types.some(type => name.toLowerCase().endsWith(`.${type.toLowerCase()}`))

/** Files of the person's own, uploaded at once; the form carries their ids. */
export const FileInputElement = (props: ElementProps<FileInput>) => {
  const { element } = props
  const { upload } = useSurface()
  const { state, choose, beside } = useChoice(props)
  const [known, setKnown] = useState<Record<string, File>>({})
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const ids = state.files ?? []
  const limit = element.max_files ?? MAX_FILES
  const put = (files: string[]) => choose({ ...state, files })

  const add = async (files: readonly File[]) => {
    setFault(undefined)
    const wrong = files.find(file => !hasType(file.name, element.filetypes))
    if (wrong) return setFault(`${wrong.name} is not of type ${element.filetypes?.join(', ')}.`)
    if (ids.length + files.length > limit) return setFault(`You can add ${limit} at most.`)
    setBusy(true)
    try {
      const added: string[] = []
      for (const file of files) {
        const id = await upload(file.name, await readBase64(file))
        setKnown(all => ({ ...all, [id]: file }))
        added.push(id)
      }
      put([...ids, ...added])
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="file-input">
      <input
        ref={input}
        id={props.id}
        type="file"
        aria-label={props.id ? undefined : 'Files'}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        aria-busy={isBusy}
        multiple={limit > 1}
        accept={element.filetypes?.map(type => `.${type}`).join(',')}
        onChange={event => {
          void add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {isBusy && <p role="status">Uploading…</p>}
      {fault && (
        <p role="alert" className="input-error">
          {fault}
        </p>
      )}
      <ul>
        {ids.map(id => (
          <li key={id} className="file-line">
            <Icon name="file" size={16} />
            <span className="file-line-name">{known[id]?.name ?? id}</span>
            <span className="file-line-size">{readSize(known[id]?.size)}</span>
            <button
              type="button"
              className="icon-button small"
              aria-label={`Remove ${known[id]?.name ?? id}`}
              onClick={() => {
                put(ids.filter(other => other !== id))
                input.current?.focus()
              }}
            >
              <Icon name="close" size={14} />
            </button>
          </li>
        ))}
      </ul>
      {beside}
    </div>
  )
}
