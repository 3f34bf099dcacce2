import { call, get, post } from '../api.ts'
import type {
  AwsSettings,
  Burst,
  Emailed,
  Fault,
  FleetChanges,
  ImageDetail,
  MomentLine,
  NewImage,
  Parameter,
  QueueDepth,
  QueueMessage,
  SlackSettings,
} from './aws-model.ts'

const part = encodeURIComponent

const withBody = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** The sandbox's routes of the AWS side. */
export const awsApi = {
  fleet: (since: string) => get<FleetChanges>(`fleet?since=${part(since)}`),
  /** `key` is account/region/id. */
  image: (key: string) => get<ImageDetail>(`fleet/${key}`),
  createImage: (image: NewImage) => post<{ imageId?: string }>('images', image),
  changeImage: (imageId: string, verb: string, body: object = {}) =>
    post<unknown>(`images/${part(imageId)}/${verb}`, body),
  moments: () => get<MomentLine[]>('moments'),
  moment: (id: number) => get<MomentLine & { detail: unknown }>(`moments/${id}`),
  queues: () => get<QueueDepth[]>('queues'),
  messages: (queue: string) => get<QueueMessage[]>(`queues/${part(queue)}/messages`),
  parameters: () => get<Parameter[]>('parameters'),
  emails: () => get<Emailed[]>('emails'),
  faults: () => get<Fault[]>('faults'),
  addFault: (fault: Fault) => post<unknown>('faults', fault),
  endFault: (fault: Fault) => call('faults', withBody('DELETE', fault)),
  endAllFaults: () => call('faults', { method: 'DELETE' }),
  slackSettings: () => get<SlackSettings>('slack'),
  setSlack: (settings: SlackSettings) => post<unknown>('slack', settings),
  awsSettings: () => get<AwsSettings>('aws'),
  setAws: (settings: AwsSettings) => post<unknown>('aws', settings),
  burst: (burst: Burst) => post<{ count: number }>('burst', burst),
  sendAgain: () => post<{ status: number }>('again'),
  /** Without a body: the function then gets the event of its own schedule. */
  runSchedule: () => call('functions/schedule', { method: 'POST' }),
}
