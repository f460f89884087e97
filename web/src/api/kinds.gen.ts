// Made from domain/model/kinds/ by: make wire

export type KindName =
  | 'model'
  | 'import'
  | 'subdomain'
  | 'context'
  | 'contextRelation'
  | 'aggregate'
  | 'entity'
  | 'value'
  | 'mixin'
  | 'actor'
  | 'system'
  | 'term'
  | 'field'
  | 'type'
  | 'enum'
  | 'enumValue'
  | 'union'
  | 'index'
  | 'unique'
  | 'command'
  | 'requirement'
  | 'event'
  | 'query'
  | 'readModel'
  | 'invariant'
  | 'lifecycle'
  | 'transition'
  | 'service'
  | 'serviceOperation'
  | 'accessRule'
  | 'binding'
  | 'source'
  | 'mapping'
  | 'webhook'
  | 'capability'
  | 'workflow'
  | 'trigger'
  | 'step'
  | 'argument'
  | 'story'
  | 'sentence'
  | 'board'
  | 'sticky'
  | 'view'
  | 'note'
  | 'area'

export type Form =
  | 'Box'
  | 'Cardinality'
  | 'Choice'
  | 'Choices'
  | 'Duration'
  | 'Expression'
  | 'Flag'
  | 'Identity'
  | 'IndexKeys'
  | 'Literal'
  | 'OneOf'
  | 'OrderKey'
  | 'Phrases'
  | 'Ref'
  | 'Refs'
  | 'Route'
  | 'Text'
  | 'Texts'
  | 'Trivia'
  | 'TypeExpr'
  | 'Whole'

/** What a register may hold; what is not said is false, or not limited. */
export interface RegisterShape {
  /** The name of its type in `docs/kinds.md`. */
  readonly form: Form
  /** What its absence means. */
  readonly default?: boolean | number | string | readonly (number | null)[]
  /** Without it the element is unfinished: a finding, never a refusal. */
  readonly required?: true
  /** It only says how the element is drawn or written. */
  readonly layout?: true
  /** Two people write in it at once, character by character. */
  readonly shared?: true
  /** The words to choose from. */
  readonly options?: readonly string[]
  /** The kinds that it should point at; none said for any. */
  readonly kinds?: readonly KindName[]
  /** The most characters. */
  readonly longest?: number
  readonly multiline?: true
  readonly minimum?: number
  readonly maximum?: number
  /** Of `OneOf`: the forms that it may have. */
  readonly forms?: readonly Form[]
}

/** A kind of element: where it may stand and which registers it has. */
export interface KindShape {
  readonly title: string
  readonly doc: string
  /** The kinds that it may stand in. */
  readonly parents: readonly KindName[]
  /** It may stand at the top of the model, without a parent. */
  readonly atTop: boolean
  /** Names are looked up through it. */
  readonly namespace: boolean
  /** It needs a name. */
  readonly named: boolean
  /** It has a place on the canvas. */
  readonly placed: boolean
  readonly registers: Readonly<Record<string, RegisterShape>>
}

const kind: RegisterShape = { form: 'Choice', required: true, options: ['model', 'import', 'subdomain', 'context', 'contextRelation', 'aggregate', 'entity', 'value', 'mixin', 'actor', 'system', 'term', 'field', 'type', 'enum', 'enumValue', 'union', 'index', 'unique', 'command', 'requirement', 'event', 'query', 'readModel', 'invariant', 'lifecycle', 'transition', 'service', 'serviceOperation', 'accessRule', 'binding', 'source', 'mapping', 'webhook', 'capability', 'workflow', 'trigger', 'step', 'argument', 'story', 'sentence', 'board', 'sticky', 'view', 'note', 'area'] }
const name: RegisterShape = { form: 'Text', required: true, longest: 200 }
const order: RegisterShape = { form: 'OrderKey' }
const doc: RegisterShape = { form: 'Text', shared: true, longest: 65536, multiline: true }
const title: RegisterShape = { form: 'Text', longest: 500 }
const trivia: RegisterShape = { form: 'Trivia', layout: true }
const name2: RegisterShape = { form: 'Text', longest: 200 }
const parent: RegisterShape = { form: 'Identity' }
const removed: RegisterShape = { form: 'Flag', default: false }
const path: RegisterShape = { form: 'Text', required: true, longest: 2000 }
const subdomainType: RegisterShape = { form: 'Choice', options: ['core', 'supporting', 'generic'] }
const position: RegisterShape = { form: 'Box', layout: true }
const owner: RegisterShape = { form: 'Text', longest: 500 }
const deprecated: RegisterShape = { form: 'Flag', default: false }
const deprecationNote: RegisterShape = { form: 'Text', longest: 500 }
const since: RegisterShape = { form: 'Text', longest: 500 }
const technology: RegisterShape = { form: 'Text', longest: 500 }
const mixins: RegisterShape = { form: 'Refs', kinds: ['mixin'] }
const parent2: RegisterShape = { form: 'Identity', required: true }
const type: RegisterShape = { form: 'TypeExpr', required: true }
const cardinality: RegisterShape = { form: 'Cardinality', default: [1, 1] }
const optional: RegisterShape = { form: 'Flag', default: false }
const min: RegisterShape = { form: 'Literal' }
const max: RegisterShape = { form: 'Literal' }
const length: RegisterShape = { form: 'Cardinality' }
const pattern: RegisterShape = { form: 'Text', longest: 500 }
const format: RegisterShape = { form: 'Text', longest: 500 }
const multipleOf: RegisterShape = { form: 'Literal' }
const pii: RegisterShape = { form: 'Flag', default: false }
const secret: RegisterShape = { form: 'Flag', default: false }
const keys: RegisterShape = { form: 'IndexKeys', required: true }
const where: RegisterShape = { form: 'Expression' }
const message: RegisterShape = { form: 'Text', longest: 500 }
const expression: RegisterShape = { form: 'Expression', required: true }
const result: RegisterShape = { form: 'TypeExpr' }
const resultCardinality: RegisterShape = { form: 'Cardinality', default: [1, 1] }
const resultOptional: RegisterShape = { form: 'Flag', default: false }
const condition: RegisterShape = { form: 'Expression' }

/** Every kind, in the order of `docs/kinds.md`. */
export const KINDS: Readonly<Record<KindName, KindShape>> = {
  model: {
    title: 'Model',
    doc: 'The whole: one for each stream, made with it; what stands at its top has no parent.',
    parents: [],
    atTop: false,
    namespace: true,
    named: true,
    placed: false,
    registers: {
      kind,
      name,
      order,
      doc,
      title,
      archived: { form: 'Flag', default: false },
      dialect: { form: 'Text', longest: 500 },
      defaultKeyType: { form: 'TypeExpr' },
      defaultOnDelete: { form: 'Choice', options: ['restrict', 'cascade', 'setNull', 'setDefault', 'noAction'] },
      trivia
    }
  },
  import: {
    title: 'Import',
    doc: 'Names used from another model.',
    parents: [],
    atTop: true,
    namespace: false,
    named: false,
    placed: false,
    registers: {
      kind,
      name: name2,
      parent,
      order,
      removed,
      doc,
      path,
      names: { form: 'Texts', longest: 200 },
      trivia
    }
  },
  subdomain: {
    title: 'Subdomain',
    doc: 'A part of the business, whoever builds software for it.',
    parents: [],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      subdomainType,
      vision: { form: 'Text', longest: 65536, multiline: true },
      position,
      trivia
    }
  },
  context: {
    title: 'Context',
    doc: 'A bounded context: one language, one model, one team that answers for it.',
    parents: [],
    atTop: true,
    namespace: true,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      subdomainType,
      subdomain: { form: 'Ref', kinds: ['subdomain'] },
      owner,
      responsibilities: { form: 'Texts', longest: 500 },
      evolution: { form: 'Choice', options: ['genesis', 'custom', 'product', 'commodity'] },
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  contextRelation: {
    title: 'Context relation',
    doc: 'A line of the context map.',
    parents: [],
    atTop: true,
    namespace: false,
    named: false,
    placed: false,
    registers: {
      kind,
      name: name2,
      parent,
      order,
      removed,
      doc,
      upstream: { form: 'Ref', required: true, kinds: ['context'] },
      downstream: { form: 'Ref', required: true, kinds: ['context'] },
      relation: { form: 'Choice', default: 'upstreamDownstream', options: ['upstreamDownstream', 'partnership', 'sharedKernel'] },
      upstreamRoles: { form: 'Choices', options: ['OHS', 'PL', 'S'] },
      downstreamRoles: { form: 'Choices', options: ['ACL', 'CF', 'C'] },
      technology,
      exposes: { form: 'Refs' },
      trivia
    }
  },
  aggregate: {
    title: 'Aggregate',
    doc: 'An entity that is the root of what changes together.',
    parents: ['context'],
    atTop: true,
    namespace: true,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      extends: { form: 'Ref', kinds: ['aggregate', 'entity'] },
      mixins,
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  entity: {
    title: 'Entity',
    doc: 'A thing with an identity; inside an aggregate, a part of it.',
    parents: ['context', 'aggregate'],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      extends: { form: 'Ref', kinds: ['entity', 'aggregate'] },
      mixins,
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  value: {
    title: 'Value',
    doc: 'What is equal when its parts are equal, and never changes.',
    parents: ['context', 'aggregate', 'entity'],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      extends: { form: 'Ref', kinds: ['value'] },
      mixins,
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  mixin: {
    title: 'Mixin',
    doc: 'Fields and rules that several others take in.',
    parents: ['context', 'aggregate'],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      extends: { form: 'Ref', kinds: ['mixin'] },
      mixins,
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  actor: {
    title: 'Actor',
    doc: 'Somebody, or something, that acts.',
    parents: ['context'],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      icon: { form: 'Choice', default: 'human', options: ['human', 'system'] },
      position,
      trivia
    }
  },
  system: {
    title: 'System',
    doc: 'Software beside the model that it works with.',
    parents: ['context'],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      icon: { form: 'Choice', default: 'system', options: ['human', 'system'] },
      owner,
      technology,
      url: { form: 'Text', longest: 2000 },
      external: { form: 'Flag', default: false },
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  term: {
    title: 'Term',
    doc: 'A word of the ubiquitous language.',
    parents: ['context'],
    atTop: false,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent: parent2,
      order,
      removed,
      doc,
      definition: { form: 'Text', longest: 65536, multiline: true },
      synonyms: { form: 'Texts', longest: 200 },
      describes: { form: 'Refs' },
      position,
      trivia
    }
  },
  field: {
    title: 'Field',
    doc: 'An attribute, or the end of an association: its type is what it points at.',
    parents: ['aggregate', 'entity', 'value', 'mixin', 'command', 'event', 'query', 'readModel', 'serviceOperation'],
    atTop: false,
    namespace: false,
    named: true,
    placed: false,
    registers: {
      kind,
      name,
      parent: parent2,
      order,
      removed,
      doc,
      title,
      type,
      cardinality,
      optional,
      default: { form: 'OneOf', forms: ['Literal', 'Expression'] },
      derived: { form: 'Expression' },
      key: { form: 'Flag', default: false },
      unique: { form: 'Flag', default: false },
      min,
      max,
      length,
      pattern,
      format,
      multipleOf,
      immutable: { form: 'Flag', default: false },
      pii,
      secret,
      inverse: { form: 'Text', longest: 200 },
      inverseCardinality: { form: 'Cardinality' },
      onDelete: { form: 'Choice', options: ['restrict', 'cascade', 'setNull', 'setDefault', 'noAction'] },
      deprecated,
      deprecationNote,
      since,
      trivia
    }
  },
  type: {
    title: 'Type',
    doc: 'A builtin type with a name and rules of its own.',
    parents: ['context', 'aggregate'],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      type,
      cardinality,
      optional,
      min,
      max,
      length,
      pattern,
      format,
      multipleOf,
      pii,
      secret,
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  enum: {
    title: 'Enum',
    doc: 'A list of values to choose from.',
    parents: ['context', 'aggregate'],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      open: { form: 'Flag', default: false },
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  enumValue: {
    title: 'Enum value',
    doc: 'One value of an enum.',
    parents: ['enum'],
    atTop: false,
    namespace: false,
    named: true,
    placed: false,
    registers: {
      kind,
      name,
      parent: parent2,
      order,
      removed,
      doc,
      label: { form: 'Text', longest: 500 },
      storedValue: { form: 'Literal' },
      deprecated,
      deprecationNote,
      since,
      trivia
    }
  },
  union: {
    title: 'Union',
    doc: 'One of several types.',
    parents: ['context', 'aggregate'],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      variants: { form: 'Refs', required: true },
      tag: { form: 'Text', longest: 200 },
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  index: {
    title: 'Index',
    doc: 'A way to find instances fast.',
    parents: ['aggregate', 'entity'],
    atTop: false,
    namespace: false,
    named: false,
    placed: false,
    registers: {
      kind,
      name: name2,
      parent: parent2,
      order,
      removed,
      doc,
      keys,
      where,
      trivia
    }
  },
  unique: {
    title: 'Unique',
    doc: 'Fields that no two instances have the same.',
    parents: ['aggregate', 'entity'],
    atTop: false,
    namespace: false,
    named: false,
    placed: false,
    registers: {
      kind,
      name: name2,
      parent: parent2,
      order,
      removed,
      doc,
      keys,
      where,
      trivia
    }
  },
  command: {
    title: 'Command',
    doc: 'Something that an actor wants done; its fields are its parameters.',
    parents: ['context', 'aggregate'],
    atTop: false,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent: parent2,
      order,
      removed,
      doc,
      title,
      extends: { form: 'Ref', kinds: ['command'] },
      mixins,
      actor: { form: 'Ref', kinds: ['actor', 'system'] },
      emits: { form: 'Refs', kinds: ['event'] },
      silent: { form: 'Text', longest: 500 },
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  requirement: {
    title: 'Requirement',
    doc: 'What must hold before a command is carried out.',
    parents: ['command'],
    atTop: false,
    namespace: false,
    named: true,
    placed: false,
    registers: {
      kind,
      name,
      parent: parent2,
      order,
      removed,
      doc,
      message,
      expression,
      trivia
    }
  },
  event: {
    title: 'Event',
    doc: 'Something that happened; its fields are what is told of it.',
    parents: ['context', 'aggregate'],
    atTop: false,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent: parent2,
      order,
      removed,
      doc,
      title,
      extends: { form: 'Ref', kinds: ['event'] },
      mixins,
      version: { form: 'Whole', default: 1, minimum: 1 },
      public: { form: 'Flag', default: false },
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  query: {
    title: 'Query',
    doc: 'A question; its fields are its parameters.',
    parents: ['context'],
    atTop: false,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent: parent2,
      order,
      removed,
      doc,
      title,
      reads: { form: 'Refs', kinds: ['readModel', 'aggregate', 'entity'] },
      result,
      resultCardinality,
      resultOptional,
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  readModel: {
    title: 'Read model',
    doc: 'What people look at; its fields are its shape.',
    parents: ['context'],
    atTop: false,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent: parent2,
      order,
      removed,
      doc,
      title,
      handles: { form: 'Refs', kinds: ['event'] },
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  invariant: {
    title: 'Invariant',
    doc: 'What must always hold.',
    parents: ['context', 'aggregate', 'entity', 'value', 'mixin', 'type'],
    atTop: false,
    namespace: false,
    named: true,
    placed: false,
    registers: {
      kind,
      name,
      parent: parent2,
      order,
      removed,
      doc,
      message,
      expression,
      severity: { form: 'Choice', default: 'error', options: ['error', 'warn'] },
      deprecated,
      deprecationNote,
      since,
      trivia
    }
  },
  lifecycle: {
    title: 'Lifecycle',
    doc: 'The states that a field goes through.',
    parents: ['aggregate', 'entity'],
    atTop: false,
    namespace: false,
    named: false,
    placed: true,
    registers: {
      kind,
      name: name2,
      parent: parent2,
      order,
      removed,
      doc,
      title,
      field: { form: 'Ref', required: true, kinds: ['field'] },
      position,
      trivia
    }
  },
  transition: {
    title: 'Transition',
    doc: 'A step of a lifecycle.',
    parents: ['lifecycle'],
    atTop: false,
    namespace: false,
    named: false,
    placed: false,
    registers: {
      kind,
      name: name2,
      parent: parent2,
      order,
      removed,
      doc,
      from: { form: 'Refs', required: true, kinds: ['enumValue'] },
      to: { form: 'Ref', required: true, kinds: ['enumValue'] },
      on: { form: 'Ref', kinds: ['command', 'event'] },
      guard: { form: 'Expression' },
      trivia
    }
  },
  service: {
    title: 'Service',
    doc: 'What the domain does that is nobody\'s own.',
    parents: ['context'],
    atTop: false,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent: parent2,
      order,
      removed,
      doc,
      title,
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  serviceOperation: {
    title: 'Operation',
    doc: 'What a service does or a capability demands; its fields are its parameters.',
    parents: ['service', 'capability'],
    atTop: false,
    namespace: false,
    named: true,
    placed: false,
    registers: {
      kind,
      name,
      parent: parent2,
      order,
      removed,
      doc,
      title,
      result,
      resultCardinality,
      resultOptional,
      deprecated,
      deprecationNote,
      since,
      trivia
    }
  },
  accessRule: {
    title: 'Access rule',
    doc: 'Who may do what with instances.',
    parents: ['context', 'aggregate'],
    atTop: false,
    namespace: false,
    named: false,
    placed: false,
    registers: {
      kind,
      name: name2,
      parent: parent2,
      order,
      removed,
      doc,
      role: { form: 'Ref', required: true, kinds: ['actor'] },
      actions: { form: 'Choices', required: true, options: ['read', 'create', 'update', 'delete', 'execute'] },
      elements: { form: 'Refs' },
      condition,
      trivia
    }
  },
  binding: {
    title: 'Binding',
    doc: 'How a system outside fills parts of the model.',
    parents: [],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      capabilities: { form: 'Refs', required: true, kinds: ['capability'] },
      system: { form: 'Ref', kinds: ['system'] },
      health: { form: 'Text', longest: 2000 },
      owner,
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  source: {
    title: 'Source',
    doc: 'A collection of the other system that fills an element of the model.',
    parents: ['binding'],
    atTop: false,
    namespace: false,
    named: false,
    placed: false,
    registers: {
      kind,
      name: name2,
      parent: parent2,
      order,
      removed,
      doc,
      path,
      target: { form: 'Ref', required: true, kinds: ['aggregate', 'entity', 'value', 'readModel'] },
      trivia
    }
  },
  mapping: {
    title: 'Mapping',
    doc: 'How one field of a target is filled.',
    parents: ['source', 'webhook'],
    atTop: false,
    namespace: false,
    named: false,
    placed: false,
    registers: {
      kind,
      name: name2,
      parent: parent2,
      order,
      removed,
      doc,
      route: { form: 'Route', required: true, kinds: ['field'] },
      expression,
      trivia
    }
  },
  webhook: {
    title: 'Webhook',
    doc: 'A message of the other system that becomes an event of the model.',
    parents: ['binding'],
    atTop: false,
    namespace: false,
    named: false,
    placed: false,
    registers: {
      kind,
      name: name2,
      parent: parent2,
      order,
      removed,
      doc,
      path,
      event: { form: 'Ref', required: true, kinds: ['event'] },
      trivia
    }
  },
  capability: {
    title: 'Capability',
    doc: 'What a binding can promise; its operations are what it demands.',
    parents: [],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  workflow: {
    title: 'Workflow',
    doc: 'Steps over time that begin with a trigger; a policy is a workflow of one step.',
    parents: ['context'],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      owner,
      deprecated,
      deprecationNote,
      since,
      position,
      trivia
    }
  },
  trigger: {
    title: 'Trigger',
    doc: 'What starts a workflow.',
    parents: ['workflow'],
    atTop: false,
    namespace: false,
    named: false,
    placed: true,
    registers: {
      kind,
      name: name2,
      parent: parent2,
      order,
      removed,
      doc,
      event: { form: 'Ref', kinds: ['event'] },
      where,
      every: { form: 'Duration' },
      schedule: { form: 'Text', longest: 500 },
      webhook: { form: 'Ref', kinds: ['webhook'] },
      position,
      trivia
    }
  },
  step: {
    title: 'Step',
    doc: 'A state of a workflow; the steps in a parallel one run side by side.',
    parents: ['workflow', 'step'],
    atTop: false,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent: parent2,
      order,
      removed,
      doc,
      title,
      action: { form: 'Choice', required: true, options: ['call', 'wait', 'when', 'emit', 'parallel'] },
      target: { form: 'Ref', kinds: ['command', 'query', 'serviceOperation', 'event', 'workflow'] },
      where,
      condition,
      branch: { form: 'Ref', kinds: ['step'] },
      otherwise: { form: 'Ref', kinds: ['step'] },
      then: { form: 'OneOf', forms: ['Choice', 'Ref'] },
      retry: { form: 'Whole', default: 0, maximum: 1000000 },
      within: { form: 'Duration' },
      timeout: { form: 'Duration' },
      compensation: { form: 'Ref', kinds: ['step', 'command'] },
      position,
      trivia
    }
  },
  argument: {
    title: 'Argument',
    doc: 'What a step gives to the one it calls or emits.',
    parents: ['step'],
    atTop: false,
    namespace: false,
    named: false,
    placed: false,
    registers: {
      kind,
      name: name2,
      parent: parent2,
      order,
      removed,
      doc,
      target: { form: 'Ref', required: true, kinds: ['field'] },
      expression,
      trivia
    }
  },
  story: {
    title: 'Story',
    doc: 'A domain story: who does what with what, in numbered sentences.',
    parents: ['context'],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      tense: { form: 'Choice', options: ['asIs', 'toBe'] },
      purity: { form: 'Choice', options: ['pure', 'digitalised'] },
      granularity: { form: 'Choice', options: ['coarse', 'medium', 'fine'] },
      position,
      trivia
    }
  },
  sentence: {
    title: 'Sentence',
    doc: 'One arrow of a story.',
    parents: ['story'],
    atTop: false,
    namespace: false,
    named: false,
    placed: false,
    registers: {
      kind,
      name: name2,
      parent: parent2,
      order,
      removed,
      doc,
      number: { form: 'Whole', required: true, minimum: 1, maximum: 1000000 },
      actor: { form: 'Ref', required: true },
      verb: { form: 'Text', longest: 200 },
      object: { form: 'Ref' },
      phrases: { form: 'Phrases' },
      trivia
    }
  },
  board: {
    title: 'Board',
    doc: 'A wall for event storming.',
    parents: [],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      position,
      trivia
    }
  },
  sticky: {
    title: 'Sticky',
    doc: 'A note on a board.',
    parents: ['board'],
    atTop: false,
    namespace: false,
    named: false,
    placed: true,
    registers: {
      kind,
      name: name2,
      parent: parent2,
      order,
      removed,
      doc,
      colour: { form: 'Choice', options: ['event', 'command', 'actor', 'policy', 'aggregate', 'readModel', 'system', 'hotspot'] },
      text: { form: 'Text', longest: 4000, multiline: true },
      promotedTo: { form: 'Ref' },
      position,
      trivia
    }
  },
  view: {
    title: 'View',
    doc: 'A picture of a part of the model, with places of its own.',
    parents: [],
    atTop: true,
    namespace: false,
    named: true,
    placed: true,
    registers: {
      kind,
      name,
      parent,
      order,
      removed,
      doc,
      title,
      query: { form: 'Text', longest: 4000, multiline: true },
      includes: { form: 'Refs' },
      excludes: { form: 'Refs' },
      onlyKinds: { form: 'Texts', longest: 60 },
      onlyTags: { form: 'Texts', longest: 200 },
      position,
      trivia
    }
  },
  note: {
    title: 'Note',
    doc: 'Words beside the model; they are its documentation.',
    parents: ['board', 'view'],
    atTop: true,
    namespace: false,
    named: false,
    placed: true,
    registers: {
      kind,
      name: name2,
      parent,
      order,
      removed,
      doc,
      position,
      trivia
    }
  },
  area: {
    title: 'Area',
    doc: 'A named frame on a canvas.',
    parents: ['board', 'view'],
    atTop: true,
    namespace: false,
    named: false,
    placed: true,
    registers: {
      kind,
      name: name2,
      parent,
      order,
      removed,
      doc,
      title,
      position,
      trivia
    }
  }
}

/** The types that need no declaration. */
export const BUILTINS = ['bool', 'int', 'long', 'decimal', 'float', 'string', 'text', 'uuid', 'email', 'url', 'date', 'time', 'datetime', 'duration', 'bytes', 'json'] as const
