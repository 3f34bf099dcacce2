import type { PlanBlock, TaskCardBlock } from '@slack/types'
import { useId, useState } from 'react'
import { withEmoji } from '../text/emoji.ts'
import { Link } from '../text/link.tsx'
import { Icon } from '../ui/icon.tsx'
import { RichText } from './rich-text.tsx'

const states = {
  pending: { icon: 'ring', word: 'Pending' },
  in_progress: { icon: 'clock', word: 'In progress' },
  complete: { icon: 'check', word: 'Complete' },
  error: { icon: 'error', word: 'Failed' },
} as const

/** One task of a plan: how far it is, and below what it did. */
export const TaskCard = ({ task }: { task: TaskCardBlock }) => {
  const { icon, word } = states[task.status]
  const hasMore = Boolean(task.details || task.output || task.sources?.length)
  const [isOpen, setOpen] = useState(task.status === 'in_progress' || task.status === 'error')
  const bodyId = useId()
  const head = (
    <>
      <span className={`task-state task-${task.status}`}>
        <Icon name={icon} size={16} />
        <span className="hidden">{word}: </span>
      </span>
      <span className="task-title">{withEmoji(task.title)}</span>
    </>
  )
  return (
    <div className="task">
      {hasMore ? (
        <button
          type="button"
          className="task-head"
          aria-expanded={isOpen}
          aria-controls={bodyId}
          onClick={() => setOpen(!isOpen)}
        >
          {head}
          <Icon name="chevron" size={16} />
        </button>
      ) : (
        <div className="task-head">{head}</div>
      )}
      <div id={bodyId} className="task-body" hidden={!isOpen || !hasMore}>
        {task.details && <RichText block={task.details} />}
        {task.output && <RichText block={task.output} />}
        {task.sources && task.sources.length > 0 && (
          <ul className="task-sources">
            {task.sources.map(source => (
              <li key={source.url}>
                <Link url={source.url}>{source.text}</Link>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

const isTask = (task: object): task is TaskCardBlock => 'status' in task && 'title' in task

/** An agent's plan: tasks one below the other. */
export const Plan = ({ block }: { block: PlanBlock }) => {
  const tasks = (block.tasks ?? []).filter(isTask)
  const done = tasks.filter(task => task.status === 'complete').length
  return (
    <section className="plan" aria-label={block.title}>
      <p className="plan-head">
        <strong>{withEmoji(block.title)}</strong>
        <span className="plan-count">
          {done} of {tasks.length} done
        </span>
      </p>
      {tasks.map(task => (
        <TaskCard key={task.task_id} task={task} />
      ))}
    </section>
  )
}
