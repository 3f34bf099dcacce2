import { useState } from 'react'
import { api } from '../api.ts'
import { touch, useResource } from '../live.ts'
import type { Image } from '../model.ts'
import { Icon } from '../ui/icon.tsx'
import { useNow } from '../use-now.ts'
import { CreateImage } from './create-image.tsx'
import { ImageLine } from './image-line.tsx'

const matches = (image: Image, filter: string) =>
  filter
    .toLowerCase()
    .split(/\s+/)
    .every(word =>
      [image.imageId, image.name, image.region, image.account, image.state].some(fact =>
        fact.toLowerCase().includes(word),
      ),
    )

/** DescribeImages answers in any order; people want the newest first. */
const byAge = (a: Image, b: Image) => (b.CreationDate ?? '').localeCompare(a.CreationDate ?? '')

/** EC2's images, as somebody with the console open would see and change them. */
export const Fleet = () => {
  const { data: images, error } = useResource('images', 'images', api.images)
  const [filter, setFilter] = useState('')
  const [isCreating, setCreating] = useState(false)
  const nowMs = useNow(1_000)
  const shown = (images ?? []).filter(image => matches(image, filter.trim())).sort(byAge)
  return (
    <section className="fleet" aria-label="Images">
      <header className="pane-head">
        <h2>
          <Icon name="cube" size={18} /> EC2 images
          <span className="pane-sub">{images ? images.length : ''}</span>
        </h2>
        <button type="button" className="button button-aws" onClick={() => setCreating(true)}>
          <Icon name="plus" size={16} /> New image
        </button>
      </header>
      <div className="filter">
        <Icon name="search" size={16} />
        <input
          type="search"
          aria-label="Filter images"
          placeholder="Filter by name, id, region, state"
          value={filter}
          onChange={event => setFilter(event.target.value)}
        />
      </div>
      <div className="fleet-list">
        {error && <p className="trouble">{error}</p>}
        {images && shown.length === 0 && (
          <p className="empty-line">
            {images.length === 0
              ? 'No images yet. Make one: its card arrives in Slack.'
              : `No image matches “${filter}”.`}
          </p>
        )}
        <ul>
          {shown.map(image => (
            <ImageLine
              key={`${image.account}/${image.region}/${image.imageId}`}
              image={image}
              nowMs={nowMs}
            />
          ))}
        </ul>
      </div>
      {isCreating && (
        <CreateImage
          onClose={() => setCreating(false)}
          onCreated={() => {
            setCreating(false)
            touch('images')
          }}
        />
      )}
    </section>
  )
}
