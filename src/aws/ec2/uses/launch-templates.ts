import type { Use } from '../../../domain/impact.ts'
import { type Perhaps, withPerhaps } from './aliases.ts'
import { inBatches } from './asking.ts'
import { type Launches, type TemplateVersion, versionsWords } from './template-versions.ts'

/** Launch templates whose default or latest version launches the image. */
export const findLaunchTemplates = async (
  newest: readonly TemplateVersion[],
  launches: (version: TemplateVersion) => Promise<Launches>,
): Promise<readonly Use[]> => {
  const answers = await inBatches(newest, async version => ({ version, answer: await launches(version) }))
  const certain = new Map<string, TemplateVersion[]>()
  const perhaps: Perhaps[] = []
  for (const { version, answer } of answers) {
    const { templateName } = version
    const use = { kind: 'launch-template', name: templateName } as const
    if (answer === true) certain.set(templateName, [...(certain.get(templateName) ?? []), version])
    else if (answer !== false) perhaps.push({ use, ...answer })
  }
  const uses = [...certain].map(([name, versions]) => ({
    kind: 'launch-template' as const,
    name,
    detail: versionsWords(versions),
  }))
  return withPerhaps(uses, perhaps)
}
