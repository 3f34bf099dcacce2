import type { DescribeLaunchTemplateVersionsResult, LaunchTemplateVersion } from '@aws-sdk/client-ec2'
import { findSelected } from '../../ssm/selector.ts'
import type { Action, Call } from '../action.ts'
import { Ec2Error, missingParameter } from '../errors.ts'
import { fitsFilters, parseFilters } from '../filters.ts'
import type { Fleet, StoredLaunchTemplate } from '../fleet.ts'
import { findOwnTemplates, templateNotFound } from '../launch-templates.ts'
import { readPage, validatePage } from '../pages.ts'

const PAGE_AT_MOST = 200

const readFilter = (version: LaunchTemplateVersion, name: string): string[] | undefined => {
  const values: Record<string, string | undefined> = {
    'image-id': version.LaunchTemplateData?.ImageId,
    'instance-type': version.LaunchTemplateData?.InstanceType,
    'is-default-version': String(version.DefaultVersion),
  }
  if (!(name in values)) return undefined
  const value = values[name]
  return value === undefined ? [] : [value]
}

/** `$Latest`, `$Default` or a number. */
const isWanted = (
  version: LaunchTemplateVersion,
  { versions }: StoredLaunchTemplate,
  wanted: readonly string[],
) =>
  wanted.length === 0 ||
  wanted.some(want => {
    if (want === '$Latest') return version.VersionNumber === versions.length
    if (want === '$Default') return version.DefaultVersion === true
    return String(version.VersionNumber) === want
  })

const ALIAS = /^resolve:ssm:(.+)$/

/**
 * With `ResolveAlias`, `resolve:ssm:/name` becomes the image that the parameter names, `/name:2` that of its version or
 * label: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-launch-template.html
 */
const resolveAlias = (version: LaunchTemplateVersion, call: Call, { parameters }: Fleet) => {
  const [, name] = ALIAS.exec(version.LaunchTemplateData?.ImageId ?? '') ?? []
  if (name === undefined) return version
  const own = parameters.filter(stored => stored.account === call.account && stored.region === call.region)
  const image = findSelected(own, name).version?.value
  if (!image) throw new Ec2Error('InvalidParameterValue', `The parameter ${name} could not be resolved.`)
  return { ...version, LaunchTemplateData: { ...version.LaunchTemplateData, ImageId: image } }
}

export const DescribeLaunchTemplateVersions: Action = {
  validate(query) {
    validatePage(query, PAGE_AT_MOST)
    const isNamed =
      query.text('LaunchTemplateId') !== undefined || query.text('LaunchTemplateName') !== undefined
    const versions = query.list('LaunchTemplateVersion')
    if (isNamed) return
    if (versions.length === 0) throw missingParameter('LaunchTemplateId')
    // Without a template, only `$Latest` and `$Default` are allowed.
    if (versions.every(version => version === '$Latest' || version === '$Default')) return
    throw new Ec2Error(
      'InvalidParameterValue',
      'Without a launch template, only $Latest and $Default can be given.',
    )
  },
  run(call, world): DescribeLaunchTemplateVersionsResult {
    const id = call.query.text('LaunchTemplateId')
    const name = call.query.text('LaunchTemplateName')
    const filters = parseFilters(call.query)
    const named = findOwnTemplates(call, world).filter(
      ({ template }) =>
        (id === undefined || template.LaunchTemplateId === id) &&
        (name === undefined || template.LaunchTemplateName === name),
    )
    if (named.length === 0 && id !== undefined) throw templateNotFound('id', id)
    if (named.length === 0 && name !== undefined) throw templateNotFound('name', name)
    const wanted = call.query.list('LaunchTemplateVersion')
    const shown = named
      .flatMap(stored => stored.versions.filter(version => isWanted(version, stored, wanted)))
      .filter(version => fitsFilters(filters, filter => readFilter(version, filter)))
    const { items, NextToken } = readPage(shown, call.query)
    const resolved = call.query.flag('ResolveAlias')
      ? items.map(version => resolveAlias(version, call, world.fleet))
      : items
    return { LaunchTemplateVersions: resolved, ...(NextToken !== undefined && { NextToken }) }
  },
}
