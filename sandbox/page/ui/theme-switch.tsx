import { useEffect } from 'react'
import { useRemembered } from '../use-remembered.ts'
import { Icon } from './icon.tsx'

const next = { auto: 'light', light: 'dark', dark: 'auto' } as const
const names = { auto: 'system', light: 'light', dark: 'dark' } as const
const icons = { auto: 'auto', light: 'sun', dark: 'moon' } as const

/** Light, dark, or as the system says. */
export const ThemeSwitch = () => {
  const [theme, setTheme] = useRemembered<keyof typeof next>('theme', 'auto')
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  const label = `Theme: ${names[theme]}. Switch to ${names[next[theme]]}.`
  return (
    <button
      type="button"
      className="icon-button on-frame"
      aria-label={label}
      title={label}
      onClick={() => setTheme(next[theme])}
    >
      <Icon name={icons[theme]} size={18} />
    </button>
  )
}
