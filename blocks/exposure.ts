import type { CloudTrailCall } from '../src/domain/cloud-trail-call.ts'
import type { ImageFacts } from '../src/domain/image.ts'
import { type Sharing, sharedWith } from '../src/domain/sharing.ts'
import { consoleButtons } from './buttons.ts'
import { actions, section } from './elements.ts'
import { imageWords } from './image-words.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf } from './part.ts'
import { principalWords } from './principal.ts'
import { sharingWords } from './sharing.ts'
import { code } from './text.ts'
import { accountWords, timeWords } from './words.ts'

export interface ExposureAlert {
  call: CloudTrailCall
  /** Whom the call opened the image to. */
  exposure: Sharing
  /** What is known of the image; absent where EC2 did not answer. */
  facts?: ImageFacts | undefined
  accountName: string
  /** Why it is in this channel and not its own; escaped already. */
  notice?: string | undefined
}

const titleOf = (exposure: Sharing): string => {
  const others = { ...exposure, isPublic: false }
  if (!exposure.isPublic) return `AMI shared with ${sharingWords(others)}`
  return sharedWith(others) > 0
    ? `AMI made public, and shared with ${sharingWords(others)}`
    : 'AMI made public'
}

const consequenceOf = (exposure: Sharing): string =>
  exposure.isPublic
    ? 'Anyone with an AWS account can launch it and read what is on its disks. If this is not intended, remove the launch permission in the AWS console.'
    : exposure.accounts.length === sharedWith(exposure)
      ? 'The config does not list these accounts. If this is not intended, remove the launch permission in the AWS console.'
      : 'Every account in that organization or organizational unit can launch it. If this is not intended, remove the launch permission in the AWS console.'

/** The alert that somebody outside Slack gave others access to an image. It mentions nobody. */
export const renderExposure = ({ call, exposure, facts, accountName, notice }: ExposureAlert): Message => {
  const title = titleOf(exposure)
  const line = [
    `${imageWords({ imageId: call.imageId, facts })} in ${accountWords(call.account, accountName)}, ${call.region}`,
    `by ${principalWords(call.principal)}`,
    timeWords(call.atMs),
  ].join(' · ')
  const request = call.requestId === undefined ? [] : [`EC2 request ${code(call.requestId, 60)}`]
  const details = [consequenceOf(exposure), ...request, ...(notice === undefined ? [] : [notice])]
  const buttons = consoleButtons(call)
  return messageOf([
    { blocks: [section(`🚨 *${title}*\n${line}`)], words: `🚨 ${title}: ${line}` },
    ...details.map(contextPart),
    ...(buttons.length > 0 ? [{ blocks: [actions(...buttons)], words: '' }] : []),
  ])
}
