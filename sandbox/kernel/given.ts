/** The settings that are defined. A setting that is left out keeps the service's own default. */
export const given = <Settings extends object>(
  settings: Settings,
): { [Name in keyof Settings]?: NonNullable<Settings[Name]> } =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Settings]?: NonNullable<Settings[Name]>
  }
