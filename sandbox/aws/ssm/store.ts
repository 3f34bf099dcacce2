import type { Fleet } from '../ec2/fleet.ts'
import { isSameParameter, type ParameterKey, type StoredParameter } from './parameter.ts'

/** All parameters of all accounts. Secrets stand apart: they are never kept, and no image depends on them. */
export interface ParameterStore {
  own(place: { account: string; region: string }): StoredParameter[]
  find(key: ParameterKey): StoredParameter | undefined
  /** Takes the place of the one of the same name. */
  save(parameter: StoredParameter): void
  /** Whether it was there. */
  remove(key: ParameterKey): boolean
}

export const createParameterStore = (fleet: Fleet, secrets: StoredParameter[]): ParameterStore => {
  const all = () => [...fleet.parameters, ...secrets]
  const listOf = ({ type }: StoredParameter) => (type === 'SecureString' ? secrets : fleet.parameters)
  return {
    own: ({ account, region }) =>
      all().filter(parameter => parameter.account === account && parameter.region === region),
    find: key => all().find(parameter => isSameParameter(parameter, key)),
    save(parameter) {
      const list = listOf(parameter)
      const at = list.findIndex(other => isSameParameter(other, parameter))
      list.splice(at < 0 ? list.length : at, at < 0 ? 0 : 1, parameter)
    },
    remove(key) {
      const found = all().find(parameter => isSameParameter(parameter, key))
      if (!found) return false
      const list = listOf(found)
      list.splice(list.indexOf(found), 1)
      return true
    },
  }
}
