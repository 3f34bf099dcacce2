import * as v from 'valibot'
import type { SsmAction } from '../action.ts'
import { parameterNotFound, SsmError, versionNotFound } from '../errors.ts'
import { currentOf } from '../parameter.ts'

const LABELS_AT_MOST = 10

const LABEL = /^(?!aws|ssm|\d)[\w.-]{1,100}$/i

const LabelSchema = v.object({
  Name: v.string(),
  ParameterVersion: v.optional(v.number()),
  Labels: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(LABELS_AT_MOST)),
})

/** A label is moved from the version that has it: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html */
export const LabelParameterVersion: SsmAction = (input, { account, region }, { store, changes }) => {
  const { Name: name, ParameterVersion, Labels } = v.parse(LabelSchema, input)
  const key = { account, region, name }
  const parameter = store.find(key)
  if (!parameter) throw parameterNotFound(name)
  const number = ParameterVersion ?? currentOf(parameter).version
  const target = parameter.versions.find(({ version }) => version === number)
  if (!target) throw versionNotFound(name, number)
  const labels = Labels.filter(label => LABEL.test(label))
  if (new Set([...target.labels, ...labels]).size > LABELS_AT_MOST) {
    throw new SsmError(
      'ParameterVersionLabelLimitExceeded',
      `A parameter version can have a maximum of ${LABELS_AT_MOST} labels.`,
    )
  }
  for (const label of labels) {
    const from = parameter.versions.find(version => version.labels.includes(label))
    if (from === target) continue
    if (from) from.labels = from.labels.filter(other => other !== label)
    target.labels.push(label)
    changes.announce(key, {
      operation: 'LabelParameterVersion',
      type: parameter.type,
      label,
      toVersion: String(number),
      ...(from && { fromVersion: String(from.version) }),
    })
  }
  return { InvalidLabels: Labels.filter(label => !labels.includes(label)), ParameterVersion: number }
}
