import type { Parameter } from './aws-model.ts'

/** Aliases of one folder of Parameter Store, such as `/golden/payments-base`: each has a parameter in each of its places. */
export interface AliasFamily {
  name: string
  folder: string
  aliases: { name: string; places: Parameter[] }[]
}

/** Two parts of a parameter's name: `/golden/payments-base/prod` is the alias `prod` of a folder. */
export const splitAlias = (name: string): { folder: string; alias: string } => {
  const at = name.lastIndexOf('/')
  return { folder: name.slice(0, Math.max(at, 0)), alias: name.slice(at + 1) }
}

/** The parameters that name images, by their folders; aliases and places in the order in which they come. */
export const groupAliases = (parameters: readonly Parameter[]): AliasFamily[] => {
  const families = new Map<string, Map<string, Parameter[]>>()
  for (const parameter of parameters) {
    if (parameter.dataType !== 'aws:ec2:image') continue
    const { folder, alias } = splitAlias(parameter.name)
    const aliases = families.get(folder) ?? new Map<string, Parameter[]>()
    families.set(folder, aliases.set(alias, [...(aliases.get(alias) ?? []), parameter]))
  }
  return [...families]
    .map(([folder, aliases]) => ({
      folder,
      name: folder.split('/').at(-1) ?? '',
      aliases: [...aliases].map(([name, places]) => ({ name, places })),
    }))
    .sort((a, b) => a.folder.localeCompare(b.folder))
}
