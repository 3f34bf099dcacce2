const families = ['payments-api', 'golden-al2023', 'billing-worker', 'edge-proxy']

/** A name as a pipeline would give it, new each time: EC2 takes a name only once. */
export const createName = (): string => {
  const family = families[Math.floor(Math.random() * families.length)] ?? 'golden'
  return `${family}-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`
}
