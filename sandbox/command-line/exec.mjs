#!/usr/bin/env node
// Windows has no `exec`, by which the script `start` gives the shell's place to Node. Elsewhere the shell's own one counts.
import { spawn } from 'node:child_process'

const [command = '', ...args] = process.argv.slice(2)
spawn(command, args, { stdio: 'inherit' }).on('exit', code => process.exit(code ?? 1))
