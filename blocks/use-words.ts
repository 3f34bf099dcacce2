import type { ImpactPart, Use, UseKind } from '../src/domain/impact.ts'
import { code } from './text.ts'

/** What people call each kind of use. */
export const KIND_WORDS: Readonly<Record<UseKind, string>> = {
  instance: 'instance',
  'launch-template': 'launch template',
  'auto-scaling-group': 'Auto Scaling group',
  'launch-configuration': 'launch configuration',
  parameter: 'SSM parameter',
  'image-recipe': 'Image Builder recipe',
  'container-recipe': 'Image Builder container recipe',
}

export const PART_WORDS: Readonly<Record<ImpactPart, string>> = {
  references: 'EC2’s image references',
  instances: 'instances',
  launchTemplates: 'launch templates',
  autoScaling: 'Auto Scaling groups',
  otherAccounts: 'instances in other accounts',
  sharing: 'launch permissions',
  snapshots: 'snapshots',
  retention: 'Recycle Bin rules',
}

/** Nothing that Slack would draw as anything but letters. */
const HARMLESS = /^[A-Za-z0-9 $,.()/-]{1,120}$/

const detailWords = (detail = ''): string => {
  if (detail === '') return ''
  return HARMLESS.test(detail) ? ` (${detail})` : `: ${code(detail, 120)}`
}

export const wordsOfUse = ({ kind, name, detail }: Use): string =>
  `${KIND_WORDS[kind]} ${code(name, 100)}${detailWords(detail)}`

/** "instance web-1", as plain text. */
export const useName = ({ kind, name }: Use): string => `${KIND_WORDS[kind]} ${name}`
