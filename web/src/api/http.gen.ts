// Made from server/http/shapes.py by: make wire

/** What a member is in a workspace or, overriding that, in one model. */
export type Role = 'owner' | 'editor' | 'commenter' | 'viewer'

/** What a person or a program may want to do; every surface maps onto one of these. */
export type Action =
  | 'read'
  | 'comment'
  | 'suggest'
  | 'edit'
  | 'publish'
  | 'create'
  | 'archive'
  | 'administer'

/** Whether an operation gives a register a value or takes it away. */
export type OperationKind = 'assert' | 'retract'

/** How a commit means its periods; see `domain.time.intent`. */
export type Mode = 'edit' | 'correct' | 'schedule' | 'end' | 'rescind' | 'valid_time_reached'

/** How grave a finding is; no version is published over an error. */
export type Level = 'error' | 'warning' | 'info'

/** A refusal, after RFC 9457: what, about what, and what to do. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  /** subject, fact and remedy */
  readonly detail: string
  /** the element meant */
  readonly element?: string | null
  /** the attribute or field meant */
  readonly attribute?: string | null
  /** one for each register, when there are several */
  readonly problems?: readonly Issue[]
  /** what changed after expected_tx */
  readonly conflicts?: readonly Conflict[]
  /** why nothing of a text came in */
  readonly losses?: readonly Loss[]
}

/** One thing that keeps an edit from being recorded. */
export interface Issue {
  readonly code: string
  readonly element: string
  readonly attribute: string | null
  readonly detail: string
}

/** A register that changed after the tx which the edit was made on. */
export interface Conflict {
  readonly element: string
  readonly attribute: string
  /** the commit that changed it last */
  readonly tx: number
}

/** How the server is. */
export interface Health {
  readonly status: 'ok' | 'ready' | 'starting'
  readonly version: string
}

/** Who is asking, and what they may. */
export interface Me {
  readonly id: string
  readonly name: string
  /** whether they have said their name; a guest has one that is given */
  readonly named: boolean
  readonly role: Role
  readonly may: readonly Action[]
}

/** The display name somebody wants. */
export interface NewName {
  readonly name: string
}

/** Somebody, under the name that they go by. */
export interface Person {
  readonly id: string
  readonly name: string
}

/** A model as lists show it. */
export interface Model {
  readonly slug: string
  /** also the id of its model element */
  readonly id: string
  readonly name: string
  readonly archived: boolean
  /** the number of its last commit */
  readonly tx: number
  readonly created_at: string
  /** when its last commit was recorded */
  readonly changed_at: string | null
  /** who made its last commit */
  readonly changed_by: Person | null
  /** what its last commit did */
  readonly summary: string | null
  /** how many entities and aggregates it has */
  readonly entities: number
  /** who has it open now */
  readonly people: readonly Person[]
}

/** A model that is new, with what came in when a text was imported. */
export interface CreatedModel extends Model {
  readonly imported: Import | null
}

/** The models of this server by name. */
export interface Models {
  readonly items: readonly Model[]
  readonly next: string | null
}

/** Text to import, with what is known about it. */
export interface ImportText {
  readonly text: string
  /** auto, or the name of an importer */
  readonly format?: string
  /** helps to recognise the format */
  readonly filename?: string | null
  /** apply it without a review */
  readonly confirm?: boolean
}

/** A model to be created: blank, or from a text. */
export interface NewModel {
  /** the text's own name when absent */
  readonly name?: string | null
  /** made of the name when absent */
  readonly slug?: string | null
  /** the name of a template */
  readonly template?: string | null
  /** a text to begin with */
  readonly import?: ImportText | null
  /** only say what would come in */
  readonly preview?: boolean
}

/** What shall be different about a model as a whole; only what is given changes. */
export interface ModelChange {
  readonly name?: string | null
  readonly archived?: boolean | null
}

/** The graph at a moment. Elements stand in tree order, each a flat object of its registers. */
export interface Graph {
  readonly model: string
  readonly branch: string
  readonly valid_at: string
  readonly tx: number
  /** id, kind, name, parent, order, then the attributes of the kind */
  readonly elements: readonly Readonly<Record<string, unknown>>[]
}

/** A register asserted or retracted over a period; null bounds are unbounded. */
export interface Operation {
  readonly element: string
  readonly attribute: string
  readonly kind: OperationKind
  readonly value: unknown
  /** [from, to): two instants or nulls */
  readonly valid: readonly (string | null)[]
}

/**
 * A recorded gesture without its operations, of which an import has tens of thousands.
 *
 * `position` and `recorded_at` are null when nothing had to change.
 */
export interface CommitHeader {
  readonly commit_id: string
  readonly stream: string
  readonly tx: number
  readonly position: number | null
  readonly recorded_at: string | null
  readonly actor: string
  /** the actor's name */
  readonly author: string
  readonly why: string | null
  readonly mode: Mode
  /** the start that was asked for */
  readonly from: string | null
  /** next, open or an instant */
  readonly until: string
  /** what it did, in one plain sentence */
  readonly summary: string
  /** the elements that it touched, the first 200 */
  readonly elements: readonly string[]
  /** how many elements it touched */
  readonly touched: number
  /** how many operations it has */
  readonly changes: number
}

/** One recorded gesture. `position` and `recorded_at` are null when nothing had to change. */
export interface Commit extends CommitHeader {
  readonly operations: readonly Operation[]
}

/** History, newest first. */
export interface Commits {
  readonly items: readonly Commit[]
  readonly next: string | null
}

/** History without operations, newest first. */
export interface CommitHeaders {
  readonly items: readonly CommitHeader[]
  readonly next: string | null
}

/** What an edit would record, shown before it is. */
export interface Plan {
  readonly preview: boolean
  readonly summary: string
  readonly operations: readonly Operation[]
}

/** What one register shall hold. */
export interface WantedOperation {
  readonly element: string
  readonly attribute: string
  readonly kind?: OperationKind
  readonly value?: unknown
}

/** A gesture without a room: operations, and how their period is meant. */
export interface Edit {
  /** a UUID; the same again gives the first answer */
  readonly commit_id?: string | null
  readonly why?: string | null
  readonly mode?: 'edit' | 'correct' | 'schedule' | 'end' | 'rescind'
  /** an instant; now when absent */
  readonly from?: string | null
  /** next, open, now or an instant */
  readonly until?: string
  /** no touched register changed after it */
  readonly expected_tx?: number | null
  readonly operations?: readonly WantedOperation[]
  /** the tx to rescind */
  readonly commit?: number | null
  /** only say what would be recorded */
  readonly preview?: boolean
}

/** One register that differs; null stands for a side that held nothing. */
export interface Delta {
  readonly attribute: string
  readonly before: unknown
  readonly after: unknown
}

/** One thing that happened to an element between two moments. */
export interface Difference {
  /** added, removed, renamed, kind_changed, moved, reordered, changed or changed_unseen */
  readonly type: string
  readonly sentence: string
  readonly registers: readonly Delta[]
  /** the element that it came or went with */
  readonly along: string | null
}

/** What differs of one element. */
export interface ElementDifferences {
  readonly element: string
  readonly kind: string | null
  readonly path: string
  readonly differences: readonly Difference[]
}

/** A moment in both times. */
export interface Moment {
  readonly valid_at: string
  readonly tx: number
}

/** What differs between two moments, in tree order. */
export interface Diff {
  readonly model: string
  readonly branch: string
  readonly from: Moment
  readonly to: Moment
  readonly items: readonly ElementDifferences[]
  /** the same for people */
  readonly sentences: readonly string[]
  readonly next: string | null
}

/** A way to put a finding right by one gesture. */
export interface Fix {
  /** the words for its button */
  readonly title: string
  readonly operations: readonly WantedOperation[]
}

/** Something in the model that its rules find. */
export interface Finding {
  readonly rule: string
  readonly level: Level
  readonly element: string
  readonly path: string
  readonly attribute: string | null
  readonly message: string
  readonly remedy: string
  /** none where only a person knows */
  readonly fixes: readonly Fix[]
}

/** What the rules find at a moment, gravest first. */
export interface Findings {
  readonly items: readonly Finding[]
  readonly next: string | null
  readonly tx: number
  /** of each level, in the whole model */
  readonly counts: Readonly<Record<string, number>>
}

/** Something of a text that did not come in as it stood. */
export interface Loss {
  readonly line: number | null
  readonly subject: string
  readonly fact: string
  readonly remedy: string
}

/** A frame of a picture: what becomes a context, such as a schema of a database. */
export interface PicturedGroup {
  readonly id: string
  readonly name: string
  /** how many stand in it */
  readonly cards: number
  readonly x: number
  readonly y: number
}

/** A card of a picture, where it would stand on the canvas. */
export interface PicturedCard {
  readonly id: string
  readonly kind: string
  readonly name: string
  /** how many fields or values it has */
  readonly rows: number
  /** the group it stands in */
  readonly group: string | null
  readonly x: number
  readonly y: number
}

/** A line of a picture, from the card whose field refers to another. */
export interface PicturedRelation {
  readonly source: string
  readonly target: string
  /** of the field */
  readonly name: string
  /** how many refer to one: 0..1 or 0..* */
  readonly many: string
  /** how many one refers to: 1, 0..1, ... */
  readonly one: string
}

/** What comes in, light enough to be looked at before it does. */
export interface Picture {
  readonly groups: readonly PicturedGroup[]
  /** the first 2,000 */
  readonly cards: readonly PicturedCard[]
  /** between the cards that are listed */
  readonly relations: readonly PicturedRelation[]
  /** how many cards there are */
  readonly total: number
}

/** What a text would bring in as a model of its own; nothing of it is kept. */
export interface ImportPreview {
  readonly format: string
  /** the format in words */
  readonly title: string
  readonly lines: number
  /** what the model would be called */
  readonly name: string
  /** its address; a free one when none was asked for */
  readonly slug: string
  /** what comes in, in the words of the format */
  readonly counts: Readonly<Record<string, number>>
  readonly losses: readonly Loss[]
  readonly picture: Picture
}

/** A reviewable change set made of a text, and what became of it. */
export interface Import {
  readonly id: string
  readonly model: string
  readonly format: string
  /** the format in words */
  readonly title: string
  readonly lines: number
  /** the text's own name */
  readonly name: string | null
  /** what came in, in the words of the format */
  readonly counts: Readonly<Record<string, number>>
  readonly losses: readonly Loss[]
  /** how many registers it would change */
  readonly changes: number
  /** what it would change, as a person reads it */
  readonly sentences: readonly string[]
  readonly summary: string
  /** null once it is applied */
  readonly picture: Picture | null
  readonly applied: CommitHeader | null
}

/** A piece of work that takes a while. */
export interface Task {
  readonly id: string
  readonly kind: string
  readonly state: 'running' | 'done' | 'failed'
  /** what it is doing, in words */
  readonly says: string
  readonly done: number
  readonly total: number | null
  /** what it gave, once done */
  readonly result: unknown
  /** why it failed, as a problem */
  readonly problem: unknown
}
