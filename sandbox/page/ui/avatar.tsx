/** A person's square: their initial on a colour of their own, always the same. */
export const Avatar = ({ name, size = 36 }: { name: string; size?: number }) => {
  const hue = [...name].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 360, 7)
  return (
    <span
      className="avatar"
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.45, backgroundColor: `oklch(0.52 0.12 ${hue})` }}
    >
      {name.charAt(0).toUpperCase()}
    </span>
  )
}

/** The app's own square. */
export const AppAvatar = ({ size = 36 }: { size?: number }) => (
  <svg className="avatar" width={size} height={size} viewBox="0 0 36 36" aria-hidden="true" focusable="false">
    <rect width="36" height="36" fill="#14545c" />
    <path d="M18 6.5 28 11.8v12.4L18 29.5 8 24.2V11.8z" fill="#2f9c95" />
    <path d="M18 6.5 28 11.8 18 17.2 8 11.8z" fill="#9be3d0" />
    <path d="M18 17.2v12.3L8 24.2V11.8z" fill="#1f7d7a" />
  </svg>
)
