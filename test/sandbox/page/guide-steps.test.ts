import type { MomentLine } from '../../../sandbox/page/aws/aws-model.ts'
import { readDoneSteps } from '../../../sandbox/page/guide-steps.ts'

const IMAGE = 'ami-0123456789abcdef0'

const event: MomentLine = {
  id: 1,
  atMs: 0,
  service: 'eventbridge',
  title: `EC2 AMI State Change ${IMAGE} available -> amiops-sandbox-events`,
  about: [IMAGE, 'event-1'],
}

const posted = (to: string, about: readonly string[] = [IMAGE]): MomentLine => ({
  id: 2,
  atMs: 0,
  service: 'slack',
  title: `chat.postMessage ${to} -> ok`,
  about,
})

test.each<[string, MomentLine[], boolean]>([
  ['a card of a new image', [event, posted('#ami-ready')], true],
  ['a direct message, such as a list', [event, posted('D0MARIA')], false],
  ['a message about another image', [event, posted('#ami-ready', ['ami-0fedcba9876543210'])], false],
  ['a message about an image that has no event, such as new findings', [posted('#ami-ready')], false],
])('the first step of the guide, %s', (_, moments, isDone) => {
  expect(readDoneSteps(moments, false).has('create')).toBe(isDone)
})
