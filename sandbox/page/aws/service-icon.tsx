import type { Service } from './aws-model.ts'

/** On a grid of 16 × 16: a channel's hash, a lambda, a chip, a label on its string, a bus with its stops, an envelope, a row of letters. */
const paths: Record<Service, string> = {
  slack: 'M3 6h10M3 10h10M6.5 2.5 5.5 13.5M10.5 2.5l-1 11',
  lambda: 'M4 3h2.6L12 13M7.6 6.6 4 13',
  ec2: 'M4.5 4.5h7v7h-7zM6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 9.5H14',
  ssm: 'M3 4h6.5v8H3zM5 6.5h2.5M5 9.5h2.5M9.5 6l3.5-2v8l-3.5-2',
  eventbridge: 'M2 8h3.5M10.5 8H14M8 2v3.5M8 10.5V14M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  sns: 'M2 4h12v8.5H2zM2 4.5l6 4.5 6-4.5',
  sqs: 'M2.5 4.5h3v7h-3zM6.5 4.5h3v7h-3zM10.5 4.5h3v7h-3z',
}

/** Decoration: the service's name stands beside it. */
export const ServiceIcon = ({ service }: { service: Service }) => (
  <span className={`service-icon service-${service}`}>
    <svg width={14} height={14} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[service]} />
    </svg>
  </span>
)
