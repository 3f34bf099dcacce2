import type { ReactNode } from 'react'
import { readAge, readMoment } from '../text/dates.ts'
import { useNow } from '../use-now.ts'
import type { FleetRow, ImageDetail } from './aws-model.ts'
import { useControlRoom } from './control-room.tsx'

const readWhen = (iso: string | undefined, nowMs: number) => {
  const ms = Date.parse(iso ?? '')
  if (Number.isNaN(ms)) return undefined
  const age = ms > nowMs ? `in ${readAge(nowMs, ms)}` : `${readAge(ms, nowMs)} ago`
  return <time title={readMoment(ms)}>{age}</time>
}

const readSource = ({ SourceImageId, SourceImageRegion, SourceInstanceId }: ImageDetail['image']) => {
  if (SourceInstanceId) return `instance ${SourceInstanceId}`
  return SourceImageId && `${SourceImageId}${SourceImageRegion ? ` in ${SourceImageRegion}` : ''}`
}

/** What DescribeImages answers of an image, as a person reads it. */
export const ImageFacts = ({ row, image }: { row: FleetRow; image: ImageDetail['image'] }) => {
  const nowMs = useNow(1_000)
  const { names } = useControlRoom().fleet
  const facts: [string, ReactNode][] = [
    ['AMI ID', <code key="id">{row.imageId}</code>],
    ['Account', [names.get(row.account), row.account].filter(Boolean).join(' · ')],
    ['Region', row.region],
    ['Created', readWhen(image.CreationDate, nowMs)],
    ['Last launched', readWhen(image.LastLaunchedTime, nowMs)],
    ['Deprecation', readWhen(image.DeprecationTime, nowMs)],
    ['Platform', [row.architecture, image.PlatformDetails].filter(Boolean).join(' · ')],
    ['Size', `${row.sizeGiB} GiB`],
    ['Source', readSource(image)],
    ['Protection', row.isProtected ? image.DeregistrationProtection : undefined],
    ['Description', image.Description],
  ]
  return (
    <dl className="facts">
      {facts.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}
