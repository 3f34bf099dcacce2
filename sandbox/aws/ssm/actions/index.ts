import type { SsmAction } from '../action.ts'
import { DeleteParameter, DeleteParameters } from './delete.ts'
import { DescribeParameters } from './describe.ts'
import { GetParameter, GetParameterHistory, GetParameters, GetParametersByPath } from './get.ts'
import { LabelParameterVersion } from './label.ts'
import { PutParameter } from './put.ts'

/** The calls that this Parameter Store knows, by its own names. */
export const SSM_ACTIONS: Readonly<Record<string, SsmAction>> = {
  DeleteParameter,
  DeleteParameters,
  DescribeParameters,
  GetParameter,
  GetParameterHistory,
  GetParameters,
  GetParametersByPath,
  LabelParameterVersion,
  PutParameter,
}
