# The officers' console. Short, active, present tense; who, what, until when. Buttons are verbs.

### Frame
skip = To the content
exercise = EXERCISE
exercise-promise = Nothing here can reach a public channel, a partner or a real map.
node-exercise-only = This node holds exercises only.
playing = Who plays
playing-autopilot = The exercise plays this role.
playing-people = You play this role. What it owes waits for you.
playing-take = Take over
playing-leave = Give back
playing-none = None of your roles is played here.
playing-pace = One second here is { $pace } in the story.
playing-ended = The exercise is over.
playing-report = Response times
find-or-do = Find or do
clock-zone = Local time, { $place }
nav-main = Main
nav-state = Time, role and machines
nav-desk = Desk
nav-places = Places
nav-incidents = Incidents
nav-incident = Incident
nav-warnings = Warnings
nav-drafts = Warning
nav-tasks = Tasks
nav-quarantine = Quarantine
nav-health = Machines and feeds
nav-more = More
tab-desk = Queue
tab-places = Map
tab-tasks = Tasks
tab-find = Find
tab-more = More
do-again = Try again
do-back = Back
do-change = Change
do-close = Close
do-copy = Copy text
do-done = Done
do-not = Leave it
day-today = today
day-tomorrow = tomorrow
range = { $low } to { $high }
people-count = { $count } people
life-at-risk = Life at risk

### States
state-loading = Loading
state-slow = The answer takes longer than usual.
state-stale = This picture is { $age } old.
state-absent = There is nothing here that you may read
state-absent-why = If your work needs it, ask its owner.
state-refused = That was refused
state-refused-why = The gateway gave no reason.
state-no-answer = No answer came
state-no-answer-why = The line is slow or down. What you wrote is kept here.
not-saved = Not saved. Your text is here.
not-saved-again = No answer came, so it may not be saved. Look again, then try again.
ended-head = Your session has ended
ended-text = Log in again, or open a new entry link. An administrator of your agency can give you one.
ended-kept = What you wrote and did not send is kept in this browser for you.
ended-public = To the public warnings
ended-login = Log in
unreachable-head = Kulla does not answer
unreachable-text = The line or the node is down. Try again in a moment.
offline-head = You are offline since { $time }.
offline-text =
    { $count ->
        [0] You can go on: log entries and tasks wait here and go once, in order, when the line is back.
        [one] You can go on. { $count } entry waits and goes once, when the line is back.
       *[other] You can go on. { $count } entries wait and go once, in order, when the line is back.
    }
catching-up = The line is back. Catching up: { $count } changes.
outbox-waits =
    { $count ->
        [one] { $count } entry waits to be sent.
       *[other] { $count } entries wait to be sent.
    }
outbox-send = Send now
outbox-refused = It was refused and is kept here:
outbox-drop = Throw away
heads-many = { $count } versions stand side by side, because two nodes wrote while cut off. The next one replaces them all.
heads-title = Versions side by side
heads-lead = Read each, then choose the one to go on from.
heads-go-on = Go on from this one
heads-tag = 2 versions
conflict-lead = Nothing is lost. Choose, or write one from both.
conflict-mine = You
conflict-take-mine = Take mine
conflict-take-theirs = Take theirs
conflict-both = Write one from both
conflict-draft = Two people changed this warning.
conflict-entry = Two people changed this entry.
conflict-beside = The other text, to write one from both

### Severity, urgency, certainty
severity-extreme = Extreme
severity-severe = Severe
severity-moderate = Moderate
severity-minor = Minor
severity-unknown = Not said
severity-why-extreme = extraordinary threat
severity-why-severe = threat to life or property
severity-why-moderate = possible threat
severity-why-minor = little threat
severity-why-unknown = not said
urgency-immediate = Immediate
urgency-expected = Expected
urgency-future = Later
urgency-past = Past
urgency-unknown = Not said
urgency-why-immediate = act now
urgency-why-expected = within the hour
urgency-why-future = in the near future
urgency-why-past = no longer needed
urgency-why-unknown = not said
certainty-observed = Observed
certainty-likely = Likely
certainty-possible = Possible
certainty-unlikely = Unlikely
certainty-unknown = Not said
certainty-why-observed = it happens or happened
certainty-why-likely = more likely than not
certainty-why-possible = less likely than not
certainty-why-unlikely = close to nothing
certainty-why-unknown = not said

### Health
health-cell-link = Link
health-cell-log = Log sealed
health-cell-feeds = Feeds
health-link = Link
health-log = Log
health-access = Access log
health-picture = Picture
health-clock = Clock
health-disk = Disk
health-feed = Feed
health-feeds = Feeds
health-lead = What the three cells at the top right stand for.
health-unknown = not known yet
health-unknown-short = not known
health-link-good = Answers in { $ms } ms; all writes are confirmed.
health-link-good-short = { $ms } ms
health-link-offline = No line for { $span }. What you write waits here.
health-link-offline-short = offline { $span }
health-link-catching-up = The line is back; catching up.
health-link-catching-up-short = catching up
health-link-connecting = Connecting.
health-link-connecting-short = connecting
health-link-silent = The last question was not answered.
health-link-silent-short = no answer
health-log-good = Log { $name } sealed { $span } ago.
health-log-good-short = { $span } ago
health-log-unsealed = Not sealed yet since the start.
health-log-unsealed-short = not yet
health-log-wrong = Records do not check. Tell the operator; nothing new is trusted until it is mended.
health-log-wrong-short = does not check
health-picture-good = Up to date.
health-picture-late = The picture is { $span } behind the log.
health-clock-good = The clock of the node is right.
health-clock-ahead = Records run { $span } ahead of the node's clock. Order holds.
health-disk-good = There is room.
health-picture-slowed = The picture is { $span } behind the log. Feeds are asked to come later. Tell the operator.
health-access-good = Who reads what is on record.
health-access-waiting = Who reads what can’t be written now. It is kept and written later.
health-access-lost = Some of who read what was lost, because it could not be written. Tell the operator.
health-disk-full = The disk is full. Nothing can be written; reading goes on. Tell the operator.
health-feeds-none = No feed is set up.
health-feeds-none-short = none
health-feeds-unknown = Whether the feeds speak is not known: they keep no fixed rhythm.
health-feeds-unknown-short = not known
health-feeds-good = All { $all } feeds speak.
health-feeds-good-short = { $all } good
health-feeds-bad = { $bad } of { $all } feeds are silent, late or not taken in whole.
health-feeds-bad-short = { $bad } of { $all } silent
health-feed-good = Last word { $age } ago.
health-feed-good-never = Speaks when it has something to say.
health-feed-late = Late: last word { $age } ago.
health-feed-silent = Silent: last word { $age } ago.
health-feed-silent-never = Silent: it has not spoken since the start.
health-feed-dropping = Last word { $age } ago, but some of it was not taken in: ask its operator.
health-feed-dropping-never = Not everything that it sends is taken in: ask its operator.
health-feed-unknown = Last word { $age } ago; it has no fixed rhythm.
health-feed-never = Has not spoken since the start.

### Queue
queue = Queue
needs-me-now = Needs me now
needed-me-then = Needed me then
queue-filter = What is shown
queue-all = All
queue-triage = Triage
queue-tasks = Tasks
queue-sign = Sign
queue-count =
    { $count ->
        [0] Nothing waits
        [one] { $count } thing waits
       *[other] { $count } things wait
    }
queue-risk =
    { $count ->
        [one] Life at risk: { $count } strip
       *[other] Life at risk: { $count } strips
    }
queue-new = { $count } new
queue-order = Life at risk first, then time left
queue-empty = Nothing waits for you
queue-empty-why = New signals arrive here by themselves.
queue-empty-then = Nothing waited for you then
queue-everything = Look at everything
queue-then = What waited at { $time }.
queue-area = Only { $name }.
queue-area-all = Show all places
queue-rest = Show the next of { $count } more
strip-approve = Approve
strip-issue = Issue
strip-late = late
strip-till = till { $time }
strip-gone = settled
strip-held = { $agency } has it, { $name }
strip-mine = you have it
places-count =
    { $count ->
        [0] no municipality
        [one] { $count } municipality
       *[other] { $count } municipalities
    }
places-list = Municipalities of what is shown
places-things =
    { $count ->
        [one] { $count } thing
       *[other] { $count } things
    }
key-move = move
key-take = take
key-link = link
key-incident = new incident
key-dismiss = not relevant

### Thing in hand
hand = In hand
hand-signal = Signal
hand-task = Task
hand-sign = Warning to sign
hand-place = { $at } of { $of }
hand-empty = Nothing is in hand
hand-empty-why = Choose a strip, or press J and K.
hand-other = This kind of thing has no page of its own yet.
fact-when = When
fact-until = Until
fact-where = Where
fact-nowhere = no place given
fact-from = From
fact-message = Message
fact-signature = Signature
fact-source = Source
fact-content = Content
grade-none = not graded
grade-keep = Keep this grade
grade-source-A = completely reliable
grade-source-B = usually reliable
grade-source-C = fairly reliable
grade-source-D = not usually reliable
grade-source-E = unreliable
grade-source-F = can't be judged
grade-content-1 = confirmed
grade-content-2 = probably true
grade-content-3 = possibly true
grade-content-4 = doubtful
grade-content-5 = improbable
grade-content-6 = can't be judged
signal-texts = What it says
signal-language = Language
signal-words = In their words
signal-findings =
    { $count ->
        [one] It bends { $count } rule
       *[other] It bends { $count } rules
    }
alarm-why = Why
alarm-raised = Since { $from }, { $count } { $count ->
    [one] event
   *[other] events
  }
alarm-cleared = From { $from } to { $to }, over now
alarm-samples = What it rests on
curve-nothing = No readings in the last 24 hours
curve-newest = { $value } { $unit } at { $at }
curve-trend = { $change } { $unit } in an hour
curve-threshold = { $name } { $value } { $unit }
curve-level-watch = watch
curve-level-alarm = alarm
curve-level-extreme = extreme
curve-more = There are more readings than are shown.
explain-threshold-crossed = { $source }: { $value } { $unit } has reached the threshold “{ $name }” of { $threshold } { $unit }.
explain-threshold-left = { $source }: { $value } { $unit }, more than { $room } { $unit } below the lowest threshold of { $threshold } { $unit }.
explain-rising = { $source }: from { $from } to { $value } { $unit } in { $minutes } minutes, which is { $rate } { $unit } an hour; the limit is { $limit }.
explain-rising-no-more = { $source }: { $rate } { $unit } an hour over { $minutes } minutes, less than half the limit of { $limit }.
explain-silent = { $source } has said nothing for { $minutes } minutes; it is expected every { $period } seconds.
explain-silent-from-the-start = { $source } has said nothing since this node began to listen { $minutes } minutes ago; it is expected every { $period } seconds.
explain-silent-no-more = { $source } speaks again, after { $minutes } minutes.
explain-silent-retired = { $source } was switched off: nobody waits for it.
explain-together-source = The same source, { $minutes } minutes apart.
explain-together-near = { $km } km and { $minutes } minutes apart.
explain-duplicate-kind = The same kind, { $km } km and { $minutes } minutes apart.
explain-duplicate-words = { $percent } % of the words, { $km } km and { $minutes } minutes apart.
explain-duplicate-area = The same kind, in the same municipality, { $percent } % of the words, { $minutes } minutes apart.
explain-eve-group = { $count } alerts of one rule, from { $from } at { $at }
explain-eve-family = { $count } alerts of one rule, from and at many networks
explain-eve-class = { $count } alerts of one class that were too few or too many to stand alone
explain-eve-rest = { $count } alerts of many classes
explain-eve-drops = { $drops } of { $packets } packets were lost before the sensor looked at them: it does not see everything
signal-near = Near and alike
signal-incidents = Belongs to
triage-link = Link
triage-take = Take
triage-release = Put back
triage-reopen = Undo
triage-take-over = Take over
triage-dismiss = Not relevant
triage-mine = you have it
triage-taken = { $name } has it in hand.
triage-linked = It belongs to an incident.
triage-dismissed = It was set aside as not relevant.
triage-released = It was put back.
triage-changed = Somebody was quicker: this is how it stands now.
dismiss-often = Often used
dismiss-elsewhere = Outside our area
dismiss-known = Known already
dismiss-over = Over already
dismiss-test = A test of others
dismiss-reason = Why it is not relevant
dismiss-needs-reason = Say why: others read it later.
dismiss-kept = The signal stays in the log with your reason.
link-which = Which incident it belongs to
link-find = Find an incident
link-none = No incident is active
link-none-why = Open a new one instead.
link-do = Link to this incident
sign-open = Read and decide
sees-lead = Seen by
sees-asking = Asking who sees this
sees-unknown = Who sees this is not known: no answer came.

### CAP
cap-open = Open a CAP file
cap-choose = Choose a file, or drop it here
cap-what = CAP 1.2, a feed of CAP (Atom, RSS) or an EDXL-DE envelope, up to 1 MiB
cap-reading = Reading
cap-too-large = The file has { $size }; up to 1 MiB fit. Nothing was sent.
cap-no-answer = No answer came. Try again: what is known already is not taken twice.
cap-take-up = Take it up
cap-known =
    { $count ->
        [one] It is known already.
       *[other] { $count } are known already.
    }
cap-quarantined = Not taken, but kept aside with its reason
cap-nothing = The file holds no message.
cap-verdict-accept = keeps all rules
cap-verdict-warn = bends some rules
cap-verdict-reject = breaks a rule
cap-signature-none = not signed
cap-signature-unchecked = signed, not checked
cap-type-alert = Alert
cap-type-update = Update
cap-type-cancel = Cancellation
cap-type-ack = Acknowledgement
cap-type-error = Error
cap-status-actual = for real
cap-status-exercise = exercise
cap-status-system = system
cap-status-test = test
cap-status-draft = draft
finding-line = line { $line }
quarantine-lead = What was received and not taken. The oldest goes when there is no room.
quarantine-empty = Nothing is set aside
quarantine-empty-why = What breaks a rule of its standard comes here with its reason.
quarantine-door = came by { $door }, { $size }
quarantine-taken = It was taken this time.
quarantine-still = It is refused as before.

### Incidents
incidents-filter = Which incidents
incidents-active = Active
incidents-closed = Closed
incidents-all = All
incidents-none-active = No incident is active
incidents-none-closed = No incident is closed
incidents-none-all = There is no incident
incidents-none-why = An incident begins from a signal or from nothing.
incident-new = New incident
incident-open = Open the incident
incident-from = Begins from “{ $title }”.
incident-title-in = Title, { $language }
incident-needs-title = Write a title in one language at least.
incident-state-active = Active
incident-state-closed = Closed
incident-status = Status
incident-active-since = Active since { $time }
incident-closed-at = Closed { $time }
incident-in-areas = In
incident-people = People there
incident-log = Log
incident-tasks = Tasks
incident-late = Late
incident-overview = Overview
incident-signals = What came in
incident-signals-none = No signal is linked.
incident-warnings-none = No warning was written.
incident-close = Close the incident
incident-close-reason = Why it is over
incident-close-tasks =
    { $tasks ->
        [one] It has { $tasks } task. Open ones stay open.
       *[other] It has { $tasks } tasks. Open ones stay open.
    }
incident-needs-reason = Say why: it stands in the log.
incident-reopen = Reopen
incident-reopened = Reopened
incident-closed-because = Closed: { $reason }
incident-changed = Somebody changed the incident meanwhile. Look again, then decide.
resources = Resources
resources-later = come with a later release. Until then, ask by a task or write it in the log.
log-filter = Which entries
log-all = All
log-decisions = Decisions
log-mine = Mine
log-decision = Decision
log-reason = Reason: { $reason }
log-versions = versions
log-versions-of = Versions of the entry of { $time }
log-version = version { $number }
log-correct = Correct it
log-correct-do = Add the correction
log-empty = The log is empty
log-empty-why = The first entry says what is known now.
log-earlier = Earlier entries
log-new = New entry
log-placeholder = What happened, what was decided
log-is-decision = This is a decision
log-why = Why it was decided so
log-needs-text = Write what happened.
log-needs-reason = A decision needs its reason.
log-add = Add to log
log-add-offline = Keep, send when the line is back
log-saved = Added to the log
log-waits = waits for the line
log-not-saved = The entry was not saved. Your words are kept here.

### Tasks
tasks-filter = Which tasks
tasks-all = All
tasks-open = Open
tasks-late =
    { $count ->
        [one] { $count } late
       *[other] { $count } late
    }
tasks-none = No task yet
tasks-none-why = A task says who does what until when.
tasks-mine-none = Your agency has no open task
tasks-mine-none-why = New ones also stand in the queue.
task-new = New task
task-title = What is to be done
task-text = More about it
task-agency = Who does it
task-where = Where
task-due = Until when
task-risk = A life depends on it
task-send = Send the task
task-needs-title = Say what is to be done.
task-needs-reason = Say why it is taken back.
task-state-sent = Sent
task-state-acknowledged = Read
task-state-started = Started
task-state-done = Done
task-state-cancelled = Taken back
task-cell-sent = Sent
task-cell-read = Read
task-cell-unread = Unread
task-cell-started = Started
task-cell-done = Done
task-cell-due = Due
task-cell-cancelled = Ended
task-cancelled = taken back
task-left = in { $span }
task-over = { $span } over
task-was-early = { $span } early
task-was-late = { $span } late
task-outcome = Outcome: { $text }
task-incident = To its incident
task-changed = Somebody changed the task meanwhile. Look again.
task-do-acknowledge = I have read it
task-do-start = Start
task-do-done = Done
task-do-cancel = Take back
task-ask-outcome = What came of it
task-ask-reason = Why it is taken back

### Who sees it
who-will-see = Who will see this?
who-will = will see this:
who-will-short = will see this
who-in-words = In words:
who-narrow = You can narrow it now; widening later needs a second officer.
who-can =
    { $count ->
        [one] { $list } can read this.
       *[other] { $list } can read this.
    }
who-cannot = Partners abroad and the public cannot.
who-cannot-public = The public cannot.
who-public-sentence = Everybody can read this, the public too.
who-nobody = Nobody can read this.
who-everyone = everybody, the public too
who-group =
    { $members ->
        [one] { $name } ({ $members } agency)
       *[other] { $name } ({ $members } agencies)
    }
who-persons =
    { $count ->
        [one] { $count } named person
       *[other] { $count } named persons
    }
who-nation = partners of { $code }
who-more =
    { $count ->
        [one] { $count } more agency
       *[other] { $count } more agencies
    }
who-not-public = Not the public
who-not-abroad-public = Not partners abroad, not the public
who-needs-level = only with clearance { $level } of { $policy }
who-needs-category = only with { $name }
label-failed = Who will see this is not known: no answer came.
label-own-agency = My agency only
label-civprot = National civil protection
label-civprot-and-energy = Civil protection and energy
label-public = Everybody
label-default = The usual readers
label-held = Held to the readers of what it belongs to.
below-lead = Below what is open.
below-readers = These would read this and do not read what is open: { $list }.
below-level = It asks for a lower level.
below-categories = It does not ask for { $list }.
below-purposes = It may be used for more purposes.
below-controls = It leaves out { $list }.
refusal-label-wider-than-source = More people could read this than may read what it belongs to. Choose other readers.
refusal-label-4774-none = This node has no words of STANAG 4774.
refusal-label-4774-unknown = The STANAG 4774 label is refused: “{ $what }” is not known here.

### A label of others
label-paste = Paste a label
label-pasted = Pasted label
label-pasted-lost = The pasted label can’t be taken here.
label-whole = Label
paste-why = A label that came with what you were sent: a STANAG 4774 document, or a word of TLP 2.0 with its names. Reading it writes nothing.
paste-text = What you were sent
paste-words = Words of TLP 2.0
paste-word-clear = For everybody. It names nobody.
paste-word-green = For a community. Name its groups.
paste-word-amber = For agencies and those clients of theirs who need to know. Name the agencies, and the clients if there are any.
paste-word-amber-strict = For agencies and nobody else. Name them.
paste-word-red = For persons and nobody else. Name them.
paste-groups = Groups of the community
paste-recipients = Agencies that receive it
paste-clients = Their clients, if there are any
paste-me = Me, { $name }
paste-persons = Ids of the others, each on a line
paste-do = Read it
paste-take = Take this label
paste-comes-to = What it comes to
paste-nothing = Paste a label first, or choose a word.
paste-other = This is neither a document nor a word of TLP 2.0. The words are { $list }.
paste-old = TLP:WHITE is of version 1.0, which ended in 2022. Ask its sender what it means now. If everybody may see it, that is TLP:CLEAR.
paste-too-large = The document has { $size }; up to 256 KiB fit. Nothing was sent.
paste-nameless = Name at least one.
paste-id-bad = “{ $what }” is not an id of a person. Ask them or their agency for it.
paste-usual-lead = Below what is usual.
below-usual-readers = These would read this and are not among the usual readers: { $list }.
paste-nobody = Nobody could read this, you neither. Ask its sender whom it is for.
paste-part-policy = That is its policy. This node does not go by it, or knows it under another object identifier.
paste-part-classification = That is its level. The policy has no such level here.
paste-part-category = That is a category. There is none of that name here, or it is said otherwise.
paste-part-value = That is a name within a category. Nobody and nothing of that name is known here.
paste-part-root = It labels the metadata and not the content.
paste-part-extension = That part is not of the standard.
paste-part-succession = It says how it changes later. A label here never changes by itself.
paste-part-privacy-mark = That is a marking in free words. None is known here.
paste-whole = Nothing of it was taken: a part left out would let in people whom it keeps out.
words-level = Level
words-no-level = none
words-no-tlp = no word: { $list }
words-not-level = it asks for a level
words-not-need = it asks for a category
words-not-purpose = it is bound to a purpose
words-not-clauses = its readers are not one list of names
words-not-mixed = its readers are of several kinds
words-not-controls = it limits how it is handled
words-until = No longer read from
words-copy = Copy the document
words-on-record = That you looked at the label is on record, as when you open the thing.
names-find = Find
names-chosen = Chosen: { $of }
names-offered = To choose: { $of }
names-found = { $count ->
    [one] { $count } name fits
   *[other] { $count } names fit
}
refusal-label-4774-invalid = This is no label of STANAG 4774.
refusal-label-4774-policies = It has levels of several policies, and a STANAG 4774 label has one.
refusal-label-4774-wordless = A part of it has no word in STANAG 4774 here, and it does not go out in part. The operator adds the word to the profile.
refusal-label-4774-unwritten = It can’t be written as a STANAG 4774 label.
refusal-label-tlp = The word and its names do not fit together.
refusal-label-bad = This makes no label that holds.

### Warning
warning-new = New warning
warnings-drafts = In the making
warnings-filter = Which warnings
warnings-in-force = In force
warnings-all = All
warnings-none = No warning is in force
warnings-none-why = Issued warnings stand here until they lapse.
drafts-none = Nothing is in the making
drafts-none-why = A warning is written by one officer and approved by another.
message-alert = Warning
message-update = Update
message-cancel = Cancellation
content-event = Event
content-severity = How bad
content-urgency = How soon
content-certainty = How sure
content-in-force = In force
content-from = Begins
content-until = Ends
content-to = to
content-till-dtg = till { $dtg }
content-headline = Headline
content-description = What is happening
content-instruction = What to do
content-instruction-steps = What to do, one step a line
when-day = { $name }: day
when-time = { $name }: time, 24 hours
when-bad = Write the time as 21:50.
areas-add = Add a municipality
areas-placeholder = Prizren, Призрен, 20
areas-chosen = Chosen municipalities
areas-offered = Municipalities to choose
areas-none = No municipality is chosen.
areas-no-match = No name fits. Marks may be left out; Cyrillic finds Latin.
areas-found =
    { $count ->
        [one] { $count } fits
       *[other] { $count } fit
    }
areas-remove = Take { $name } away
draft-where = Where
draft-words = Words
draft-previews = Previews
draft-decide = Decide
draft-finish = Submit
draft-progress = Progress
draft-of-incident = for its incident
draft-people = People inside
draft-boundaries = Boundaries
boundaries-approximate = approximate
boundaries-imported = imported
draft-municipalities = Municipalities
draft-languages = Languages
draft-writers = Written by
draft-left-out = Official languages without a text
draft-left-out-why = Write it, or say why it is left out.
draft-left-out-reason = Reason, 10 letters or more
draft-left-out-silent = No reason was given.
draft-write-it = Write it
draft-texts = Texts by language
draft-required = Required here
draft-visitors = Visitors
draft-lengths = Headline { $headline } of { $headlineMax } · text { $text } of { $textMax }
draft-saving = Saving
draft-saved = Saved { $time }
draft-unsaved = Not saved yet; kept in this browser
draft-save-first = Save the draft
draft-save = Save
draft-submit = Submit for approval
draft-withdraw = Withdraw
draft-withdraw-why = Why it is given up
draft-sees = The paper is seen by
draft-public-later = The public sees it only when a second officer has approved it and it is issued.
draft-blocked =
    { $count ->
        [one] { $count } thing has to be mended first. It stands under the texts.
       *[other] { $count } things have to be mended first. They stand under the texts.
    }
draft-changed = The paper changed meanwhile. Read it again, then decide.
draft-sent-back = Sent back:
draft-state-draft = Being written
draft-state-submitted = Waits for a second officer
draft-state-approved = Approved, not out yet
draft-state-refused = Sent back
draft-state-issued = Issued
draft-state-withdrawn = Withdrawn
step-drafted = Drafted
step-submitted = Submitted
step-second = Second officer
step-out = Out
step-not-yet = not yet
findings = Findings
findings-after-save = Findings and previews come with the first save.
findings-none = Nothing is missing
findings-numbers-agree = Numbers and times agree
findings-dotted = Figures on a dotted line are compared across languages.
findings-count = { $blocking } to mend, { $asking } to look at
finding-blocks = To mend:
finding-asks = To look at:
finding-show = Show
channels = As people get it
channels-language = Language of the preview
channels-later = The short texts are composed when the draft is saved.
channels-exercise = This node is for exercises: no real gateway takes this message.
channels-real = The public page and the feeds show it as soon as it is issued.
channel-sms = Text message
channel-sms-parts =
    { $parts ->
        [one] { $parts } part, { $encoding }
       *[other] { $parts } parts, { $encoding }
    }
channel-cell = Cell broadcast
channel-cell-pages =
    { $pages ->
        [one] { $pages } page
       *[other] { $pages } pages
    }
channel-page = Public page
channel-page-langs = { $langs }
channel-feed = Feeds
channel-name-page = Public page
channel-name-atom = Atom feed
channel-name-rss = RSS feed
decide-yours = Your decision
decide-approved = Approved
decide-exactly = You approve exactly this text, area and time. Any edit asks for a new look.
decide-content = content { $hash }
decide-left = { $time } left
decide-over = time is over
decide-approve = Approve warning
decide-approve-exercise = Approve exercise warning
decide-send-back = Send back
decide-send-back-why = What has to change
decide-opens = Opens when all three are ticked.
decide-needs-ticks = Tick all three first.
decide-waits = It waits for a second officer.
decide-issue-why = A second officer approved exactly this content. Issuing puts it on the public page and into the feeds at once.
decide-issue = Issue warning
decide-issue-exercise = Issue exercise warning
decide-open-warning = Open the warning
decide-edit = Change the text
decide-edit-voids = It goes back to the draft, and any approval is void.
tick-languages =
    { $count ->
        [one] I read the one language
       *[other] I read all { $count } languages
    }
tick-area =
    { $count ->
        [one] I looked at the municipality
       *[other] I looked at the { $count } municipalities
    }
tick-figures = I compared times and numbers
tick-left-out = { $languages } may follow later
warning-open = Open
warning-facts = Where it stands
warning-words = Words
warning-state-in-force = in force
warning-state-updated = updated
warning-state-cancelled = cancelled
warning-state-expired = lapsed
warning-state-all-clear = all clear
warning-left = Left
warning-sent = Issued
warning-earlier = earlier warning
warning-stands = Where it stands
warning-public-page = Public page
warning-cap = CAP message
warning-followed = A later message took its place.
warning-update = Update
warning-cancel = Cancel everywhere
warning-over = Nothing is left to do with this warning.
warning-cancel-what = The warning is taken back on the public page and in every feed, with an all-clear in each language.
warning-cancel-alone = Cancel everywhere now
warning-cancel-alone-why = You issued it, so until { $time } you can cancel it alone, at once.
warning-cancel-two = Write a cancellation for two
warning-cancel-two-why = Otherwise you write the cancellation, and a second officer approves it.
warning-cancel-not = Leave it in force

### More
more-me = Who you are here
more-person = Name
more-agency = Agency
more-roles = Roles
more-purpose = Purpose
more-until = Session until
more-node = Node
more-exercise-only = exercises only
more-time = Time
more-reading = How you read
more-language = Language
more-theme = Light
theme-system = As the system
theme-light = Light
theme-dark = Dark
more-leave = Leave
more-leave-why =
    { $count ->
        [0] Your session ends, and nothing stays in this browser.
        [one] Your session ends. { $count } unsent text in this browser is thrown away.
       *[other] Your session ends. { $count } unsent texts in this browser are thrown away.
    }
more-leave-do = End the session
purpose-civil-protection = Civil protection
purpose-public-order = Public order
purpose-cyber-defence = Cyber defence
purpose-infrastructure = Protection of infrastructure
purpose-state-security = Security of the state
purpose-oversight = Oversight
keys-title = Keys
keys-lead = Single letters act where no text field has the focus.
keys-single = Single letters act
keys-group-everywhere = Everywhere
keys-group-queue = Queue
keys-group-incident = Incident
keys-find = find or do
keys-desk = go to the desk
keys-incidents = go to incidents
keys-warnings = go to warnings
keys-oversight = oversight
keys-new-incident = new incident
keys-new-warning = new warning
keys-pane = next pane
keys-back = back one step
keys-all = all keys
keys-down = down
keys-up = up
keys-take = take in hand
keys-link = link
keys-dismiss = not relevant
keys-release = put back, undo
keys-open-cap = open a CAP file
keys-entry = log entry
keys-task = new task
keys-who = who sees it
keys-send = add to log
palette-placeholder = Place, thing or deed
palette-places = Places
palette-things = Things
palette-deeds = Do
palette-failed = Things could not be looked up: no answer came.
palette-hint = ë, ç, š, ž, đ may be left out. Cyrillic finds the same: Призрен.
deed-new-incident = Open a new incident
deed-new-warning = Write a warning
deed-warn-here = Write a warning for { $place }
deed-open-cap = Open a CAP file
deed-desk = Go to the desk
deed-incidents = Go to incidents
deed-warnings = Go to warnings
deed-tasks = Go to the tasks of my agency
deed-quarantine = Go to the quarantine
deed-health = Look at machines and feeds
deed-settings = Language, light, session
deed-keys = All keys
deed-lang-sq = Shqip
deed-lang-sr = Srpski
deed-lang-en = English
deed-light = Light ground
deed-dark = Dark ground
kind-report = report
kind-bulletin = bulletin
kind-observation = observation
kind-alarm = alarm
kind-incident = incident
kind-entry = log entry
kind-task = task
kind-draft = draft
kind-warning = warning
kind-assessment = assessment
kind-delivery = delivery
kind-decision = decision
kind-link = link
kind-source = source
language-sq = Albanian
language-sr = Serbian
language-en = English
language-tr = Turkish
language-bs = Bosnian

### Refusals
refusal-act-role = Your role does not allow this.
refusal-act-role-who = Your role does not allow this. It takes: { $roles }.
refusal-act-reach = This is outside what your agency may do.
refusal-act-policy = A rule of this node forbids it: { $words }
refusal-act-condition = Your role allows it only under a condition that does not hold now: { $words }
refusal-act-policy-broken = A rule of this node could not be evaluated, so this was refused. Tell the operator.
refusal-entry-other-agency = Only the agency that wrote the entry corrects it.
refusal-entry-unchanged = Nothing was changed.
refusal-entry-reason-missing = A decision needs its reason.
refusal-incident-closed = The incident is closed. Reopen it first, or open a new one.
refusal-incident-not-closed = The incident is not closed.
refusal-incident-unchanged = Nothing was changed.
refusal-incident-needs-person = A person has to do this.
refusal-task-already-read = The task was read already.
refusal-task-already-started = The task was started already.
refusal-task-ended = The task has ended.
refusal-task-other-agency = Only the agency that the task was given to may do this.
refusal-task-due-past = The time until when is past. Set a later one.
refusal-task-needs-person = A person has to do this.
refusal-report-photos = Photographs are never public.
refusal-report-no-photo = The report has no such photograph. Look at it again.
refusal-report-withheld = Nobody is shown this photograph any more.
refusal-text-missing = A text is missing.
refusal-text-too-long = A text is too long.
refusal-text-control = A text holds a character that can't be seen. Type it again.
refusal-time-in-the-future = The time lies in the future.
refusal-triage-taken = A colleague has this signal in hand.
refusal-triage-yours = You have this signal in hand already.
refusal-triage-not-taken = Nobody has this signal in hand. Take it first.
refusal-triage-not-yours = A colleague has this signal in hand.
refusal-triage-settled = The signal is linked or set aside already.
refusal-triage-unchanged = The signal is graded so already.
refusal-warning-same-person = You wrote part of this, so somebody else approves it.
refusal-warning-content-changed = The content changed since you read it. Read it again.
refusal-warning-decide-within = It was submitted longer than allowed ago. It has to be submitted again.
refusal-warning-decided-too-late = The time for the decision is over. It has to be submitted again.
refusal-warning-not-approved = No second officer has approved it.
refusal-warning-not-draft = It is no draft any more.
refusal-warning-not-ready = Something has to be mended before it can be submitted.
refusal-warning-not-submitted = It is not submitted.
refusal-warning-not-yours = Only those who wrote it may do this.
refusal-warning-over = This warning is over.
refusal-warning-not-in-force = This warning is no longer in force.
refusal-warning-unchanged = Nothing was changed.
refusal-warning-undecided = It waits for a decision.
refusal-warning-needs-person = A person has to do this.
refusal-warning-cancel-alone = The time in which you could cancel alone is over. It takes two officers.
refusal-write-owner = Your agency does not own this.
refusal-write-blind = You would write what you could not read. Choose other readers.
refusal-write-exercise = An exercise does not write what belongs to real operation.
refusal-people-self = Nobody gives anything to themselves, or takes it. Ask another administrator of your agency.
refusal-people-other-agency = This person acts for another agency.
refusal-people-not-yours = Your agency does not have “{ $word }”, so it can't give it.
refusal-people-group-category = “{ $group }” takes only people who hold its category. Give the category too.
refusal-people-form = Something is missing or does not fit: name, grounds, review within two years, language, or an end after the beginning.
refusal-people-ended = This grant has ended already.
refusal-people-unchanged = This is what they hold already.
refusal-people-waiting = Too many changes wait. Decide some of them first.
refusal-people-full = The node keeps as many people as it can.
refusal-people-decided = This was decided already.
refusal-people-not-your-change = Only whoever wanted this takes it back.
refusal-people-same-person = You wanted this, so another administrator confirms it.
refusal-people-content-changed = This is not what you saw. Read it as it stands.
refusal-people-stale = What they hold has changed since. Take this back and propose it anew.
refusal-people-proposer = Whoever proposed this is no administrator any more. Refuse it and propose it anew.
refusal-people-login = The name makes no word to log in by. Give one.
refusal-people-login-taken = Somebody else of your agency logs in by this word.
refusal-people-exercise = People and rules are not part of an exercise. Log in outside of it.

### Findings
finding-check-area-empty = No municipality is chosen. Choose where it holds.
finding-check-area-many = A warning has at most { $max } areas.
finding-check-area-unknown = { $area } is no area of this profile.
finding-check-area-unserved = Area { $area } gets no text in any of its official languages. Write one of them.
finding-check-expired = The warning would have lapsed before it goes out. Set a later end.
finding-check-expires-before-onset = The warning ends before it begins. Set a later end.
finding-check-too-long = The warning would hold for more than 7 days. Set an earlier end and update it then.
finding-check-hazard-unknown = { $hazard } is no event of this profile.
finding-check-language-missing = { $language } is official there and missing. Write it, or leave it out with a reason.
finding-check-left-out-reason = { $language } is left out without a reason. Say why in 10 letters or more.
finding-check-left-out-written = { $language } is written and left out. Take the reason or the text away.
finding-check-text-missing = { $language }: a field is empty. Write the { $field ->
        [headline] headline
        [description] text of what is happening
       *[other] text of what to do
    }.
finding-check-text-long = { $language }: the { $field ->
        [headline] headline
        [description] text of what is happening
       *[other] text of what to do
    } is longer than { $max } characters.
finding-check-text-placeholder = { $language }: braces or angle brackets stand in the text. Fill in or take out what stands there.
finding-check-text-control = { $language }: a character can't be seen. Type it again.
finding-check-numbers-differ = { $language }: numbers of another language are missing here: { $lacks }. Compare the texts.
finding-check-times-differ = { $language }: times of another language are missing here: { $lacks }. Compare the texts.

# The map.
map = Map
map-name = Map of what you may read: { $count } things. The list beside it holds all of them.
map-layers = Layers
map-layers-close = Close the layers
map-counts = Counts hold only what you may read.
map-more = There is more than the map can show: narrow the layers or look into the list.
map-layer-signals = Signals, incidents
map-layer-gauges = River gauges
map-layer-units = Units
map-layer-shelters = Shelters
map-layer-facilities = Facilities
map-layer-tasks = Tasks
map-layer-warnings = Warnings, drafts
map-find = Place, Место, MGRS
map-find-name = Go to a place, a grid reference, or latitude and longitude
map-find-nothing = No place of that name. Villages may be missing: try the municipality.
map-draw = Draw
map-measure = Measure
map-list = List
map-list-name = On the map, as a list
map-list-find = Name or number
map-list-rest = { $count } more: write a part of the name.
map-list-empty = Nothing that you may read stands here.
map-view = View
map-closer = Closer
map-farther = Farther
map-whole = The whole country
map-seats = Points are seats: no boundaries are imported
map-no-ground = The map did not come
map-no-ground-why = The line is slow or down. The queue and what is in hand work without it.
map-no-picture = The map can’t be drawn here
map-no-picture-why = This browser gives no WebGL. Everything that stands on the map is in the list.
map-sketch-first = Press on the map, or move it under the cross and press Enter.
map-sketch-here = Point at the cross
map-sketch-undo = Take back
map-sketch-end = End
map-draw-more = Three points make an area.
map-draw-crossed = The area crosses itself: take back the last point.
map-draw-close = Close the area
map-draw-nowhere = touches no municipality
map-draw-warning = New warning here
draft-drawn = Drawn on the map: the warning holds within this shape.
draft-undraw = Take the shape away
time-name = Time: picture of a moment of the last 24 hours
time-day = 24 hours
time-now = now { $time }
time-live = Live
time-drag = drag to replay
time-past = Past
time-play = Play the day
time-stop = Stop
past-picture = Picture of { $time }
past-shut = Reading goes on, writing is shut.
hand-now = Shown as it is now.
past-back = Back to now
keys-group-map = Map
keys-layers = layers
keys-earlier = earlier
keys-later = later
kind-unit = Unit
kind-facility = Facility
kind-shelter = Shelter
refusal-past-shut = A moment of the past is shown. Go back to now to write.
fact-whose = Belongs to
fact-room = Room for
fact-period = Speaks every
thing-boat = Boat
thing-pump = Pumps
thing-fire = Fire and rescue
thing-medical = Medical
thing-patrol = Patrol
thing-hospital = Hospital
thing-fire-station = Fire station
thing-substation = Substation
thing-school = School
thing-dam = Dam
thing-bridge = Bridge
thing-state-available = available
thing-state-on-the-way = on the way
thing-state-working = at work
thing-state-resting = resting
thing-state-out = out
thing-state-open = open
thing-state-limited = limited
thing-state-full = full
thing-state-closed = closed

signal-alike = Looks like
signal-alike-hint = A hint by a machine. Nothing is tied together until you do it.
report-public = What is public of it
report-shown-waiting = Nothing is public. Nobody has decided yet.
report-shown-published = Public, in an officer’s words:
report-shown-rejected = Nothing of it will be public.
report-shown-hidden = It was public and is not any more.
report-told = The reporter is told: { $progress }.
report-progress = How the work stands
report-progress-received = it has come in
report-progress-in-hand = somebody works on it
report-progress-done = it is done
report-progress-passed-on = it belongs to somebody else
report-nobody = Handed in without a name, or not yours to see.
report-publish = Publish a notice
report-publish-again = Change the notice
report-reject = Reject
report-reject-what = Nothing of this report will be public. It stays in the queue for those who work on it.
report-hide = Take it back
report-hide-what = The notice is shown no more. Its number stays, without words.
report-answer = Answer the reporter
report-answer-words = In words (may be empty)
report-answer-who = Whoever holds the code of the report reads this.
report-changed = Somebody else decided meanwhile. Look again, your words are still here.
report-came = As it came. Nothing of it is taken over by itself.
report-words = What everybody will read
report-words-why = No names, no telephone numbers, no house numbers of people.
report-words-missing = Write what everybody will read.
report-words-lang = Language of these words
report-note = What is being done (may be empty)
report-done = It is done already
report-where = Where: { $place }, rounded
report-where-round = about there
report-sees-all = Everybody can read this.
report-grounds = On what grounds
report-grounds-names = It names people
report-grounds-twice = Already public under another number
report-grounds-wrong = Not for this agency
report-grounds-untrue = Found to be untrue
report-grounds-whom = The agencies read the grounds. The reporter is not told.
report-who = Who handed it in
report-who-sealed = Sealed apart from the report { $number }
report-who-warning = Opening it is recorded: { $name }, this moment, this purpose. The overseer reads that record.
report-who-purpose = Your purpose
report-who-sure = I need this to help or to ask back, for this purpose
report-who-tick = Tick that you need it first.
report-who-open = Open it, on record
report-who-opened = That you opened this is on record. It leaves the screen when you close.
report-who-name = Name
report-who-phone = Telephone
report-who-mail = Mail
report-who-unsaid = not said
report-who-close = Close and forget
report-photos-careful = They may show people, or be hard to look at. They are not public and never will be.
report-photos-show = Show the photographs
report-photo-of = Photograph { $number } of { $count }
report-photo-alt = Photograph { $number } of { $count } that came with report { $report }
report-photo-open = Open photograph { $number } large
report-photo-gone = Photograph { $number } is shown to nobody any more: “{ $reason }”
report-photo-broken = Photograph { $number } can’t be shown. Try again, or tell the operator.
report-photo-before = Previous
report-photo-next = Next
report-photo-private = Not public
report-withhold = Withhold
report-withhold-what = Nobody is shown this photograph any more, and it can’t be brought back here. It stays sealed until it is erased or its time is over.
report-withhold-person = Somebody can be recognised who has nothing to do with it
report-withhold-cruel = It is hard to look at and helps nobody
report-withhold-other = It has nothing to do with the report
report-photos = { $count ->
    [one] One photograph came with it.
   *[other] { $count } photographs came with it.
}

## Alarms and marked records
alarm-which = Which kind
alarm-all = All
alarm-bulk = Much opened
alarm-canary = Marked record
alarm-export-bulk = Much taken out
alarm-canary-said = A marked record was opened, or taken out in a file
alarm-export-said = { $count ->
    [one] { $count } record left the node in files within a day
   *[other] { $count } records left the node in files within a day
}, more than one person may take
alarm-second = Second person
alarm-id = Its id
alarm-marked = Marked because
alarm-when = When
alarm-what-out = What was taken out
alarm-moved = Somebody judged it meanwhile. This is how it stands now: judge it anew, or leave it.
over-show-alarm = Alarms
over-act-canary = opened a marked record
over-act-export-bulk = took out much
canary-head = Marked records
canary-list = List of marks
canary-why = Records that nobody has a reason to open. Whoever opens one gets what they would get anyway, and you are told. Whether anything stands under an id is told to nobody, here neither.
canary-empty = No record is marked.
canary-more = Show the next of { $count } more
canary-set = Mark a record
canary-set-short = Mark
canary-set-again = Mark it again
canary-set-what = You mark an id. You are not told whether anything stands under it, and nobody can see that it is marked but overseers.
canary-id = The id of the record
canary-id-bad = Paste one id: 32 digits and letters a to f, with hyphens.
canary-id-read = The id in it:
canary-set-why = Why it is watched
canary-read = Overseers read this and nobody else. It stays on record.
canary-often-planted = It was planted
canary-often-nobody = Nobody has a task there
canary-often-asked = An agency asked for it
canary-before = It was marked before. { $name } lifted the mark, { $when }:
canary-marked = The record is marked.
canary-lift = Lift the mark
canary-lift-of = Lift the mark on { $id }
canary-lift-what = From now on you are not told who opens { $id }. What was told before stays.
canary-lift-why = Why it is lifted
canary-often-over = It is not needed any more
canary-often-work = People have work there now
canary-often-mistake = It was the wrong record
canary-lifted = The mark is lifted.
canary-gone = Another overseer lifted it meanwhile.
canary-moved = Another overseer changed it meanwhile. This is how it stands now: look, then do it again.
refusal-canary-set = This record is marked already.
refusal-canary-none = This record is not marked.
refusal-canary-full = As many records are marked as can be. Lift some marks first.
refusal-canary-machine = A person marks a record, never a program.
refusal-judging-nothing = This waits for no judgement.
refusal-judging-machine = A person judges reading, never a program.
refusal-judging-own = This is your own reading. Another overseer has to judge it.

## Oversight
nav-oversight = Oversight
tab-oversight = Oversight
over-open-head = Conspicuous reading
over-open-count = { $count ->
    [one] { $count } waits for your judgement
   *[other] { $count } wait for your judgement
}
over-none = Nothing conspicuous
over-none-why = Whoever opens many different things in a short time, opens a marked record or takes out much stands here until an overseer has said what to think of it.
over-waiting = Waits for a judgement
over-waits = since { $age }
over-bulk = { $count } different things opened in { $span }
over-since = Began
over-judged = Judged by
over-justified = Justified
over-asked = The agency was asked
over-unjustified = Not justified
over-do-justified = Justified
over-do-asked = Ask the agency
over-do-unjustified = Not justified
over-what = What was read
over-why = Why you say so
over-why-read = Other overseers read this. It stays on record, and so does what was said before.
over-often-work = It was part of the work
over-often-shift = Hand-over of a shift
over-often-unclear = The reason is not clear
over-person-code = Person { $code }
over-everybody = Show everybody
over-accesses = Accesses
over-list = List of accesses
over-agencies = All agencies
over-show-all = All
over-show-open = Opened
over-show-search = Searches
over-show-denied = Refused
over-show-enter = Log-ins
over-show-export = Exports
over-time = Time
over-who = Who
over-did = Did
over-kind = To what kind
over-times = Times
over-act-open = opened
over-act-list = listed
over-act-search = searched
over-act-stream = followed live
over-act-export = took out
over-act-denied = was refused
over-act-enter = logged in
over-act-enter-refused = was not let in
over-act-bulk = opened much
over-older = Older
over-empty = Nothing of that is on record
over-empty-why = What is looked at stands here within a minute; from RESTRICTED up before it is shown.
over-note-head = You see who, what kind, why and when. You do not see what it said.
over-note = Names stay with the agency: of its people you see a code. To open a record, ask its owner.
over-week = Last 7 days, by agency
over-week-none = Nobody has looked at anything.
over-week-since = There is much: only what came after { $when } is counted.
over-not-scored = Acts by office. People are not scored.
over-logs = The logs
over-logs-good = no damage found
over-logs-wrong = damaged
over-records = { $count ->
    [one] record
   *[other] records
} signed
over-sealed = Signed
over-ago = { $age } ago
over-unsealed = never
over-root = Root
over-take = Take the head home
over-check = A head is compared offline, with
over-rules = Who may do what
over-rules-since = The node goes by these rules since { $when }.
over-rule-forbid = Forbidden
over-rule-permit = Allowed
over-rule-text = The text of the rule { $id }
try-rules = Try another text
try-rules-why = Checking writes nothing: you see what is wrong with a text, which rules it changes, and who gains and who loses what.
try-text = The text, in Cedar
try-check = Check it
try-undo = Back to the text of now
try-faults = { $count ->
    [one] One thing is wrong with it
   *[other] { $count } things are wrong with it
 }
try-fault = Line { $line }:
try-fault-rule = Line { $line }, rule { $rule }:
try-same = The rules are the same as now.
try-changed = Rules that change
try-rule-new = new
try-rule-gone = gone
try-rule-other = changed
try-before = Before: { $words }
try-who = Who gains and who loses
try-nobody = Nobody gains or loses anything by it.
try-all-agencies = in every agency
try-every-agency = every national agency
try-every-operator = every operator
try-every-oversight = every oversight body
try-every-partner = every partner
try-every-municipality = every municipality
try-gains = gains
try-loses = loses
try-assurance-1 = by one factor
try-assurance-2 = by two factors
try-assurance-3 = by a passkey
try-entered-person = a person
try-entered-machine = a program
try-entered-player = the exercise player
try-exercise = in an exercise
try-real = in real work
try-other-purposes = for every other purpose
over-erased = Erased
over-erased-none = Nothing was erased.
over-erasure = { $count ->
    [one] { $count } version overwritten
   *[other] { $count } versions overwritten
}
kind-access = access
kind-grant = grant
kind-moderation = moderation
kind-notice = notice
kind-reporter = who reported
kind-exercise = exercise
kind-inject = inject
kind-erasure = erasure

## Rules
nav-rules = Rules
tab-rules = Rules
deed-rules = Go to the rules of who may act
keys-rules = rules
keys-write = write other rules
keys-confirm = confirm
keys-check = check the text
keys-group-rules = Rules
try-lines = The text of the rule { $id }, before and after
rules-list = Rules that stand, wait and stood
rules-hand = Rules in hand
rules-look = To the rules
rules-wait = { $count ->
    [one] A change of the rules waits for a second person
   *[other] { $count } changes of the rules wait for a second person
}
rules-on-record = They stand on record.
rules-of-profile = They are those of the profile, as read at the start.
rules-nobody = What nobody may do, whatever their role
rules-roles = What roles let people do
rules-held-besides = Whatever stands here, nobody approves what they wrote a part of, and warnings take two persons. Who may read something is said by its label, never here.
rules-by-role = By role: what it lets people do
rules-text = The whole text
rules-text-lines = The whole text, with what would change
rules-count = { $count ->
    [one] { $count } rule
   *[other] { $count } rules
}
rules-now = in force
rules-past = earlier
rules-mine = yours
rules-waits = waits
rules-stale = out of date
rules-waiting = Waits for a second person
rules-waiting-none = Nobody wants other rules.
rules-stood = Rules on record
rules-stood-none = Nothing is on record yet
rules-stood-none-why = As soon as two persons have changed the rules, each text stands here, with who, when and why.
rules-stood-more = { $count ->
    [one] { $count } older text is in the log only.
   *[other] { $count } older texts are in the log only.
}
rules-vain = Wanted in vain
rules-refused-who = { $first }; refused by { $second }
rules-withdrawn-who = taken back by { $first }
rules-refused-by = Refused by
rules-ended = Decided
rules-refused-why = Why it was refused
rules-stood-one = Rules that stood
rules-stood-first = What it changed can’t be shown: the text before it is not on record here, or can’t be read any more.
rules-by-two = { $first }; confirmed by { $second }
rules-by-operator = The operator, at a start
rules-from-profile = Taken from the profile
rules-wanted = Other rules that somebody wants
rules-state-proposed = waits for a second person
rules-state-confirmed = confirmed
rules-state-refused = refused
rules-state-withdrawn = taken back
rules-stale-why = The rules have changed since this was proposed, so nobody can confirm it. What stands below is held against those of now. Refuse it or take it back, and have it proposed anew.
rules-who = Wanted by
rules-when = When
rules-why = Why
rules-from = In force from
rules-second = Confirmed by
rules-hash = Exactly this
rules-signed = Signed
rules-signed-yes = by a passkey
rules-signed-check = Anyone with the log can check it:
rules-signed-no = no, it was not asked for
rules-changes = Changes
rules-changes-count = { $rules ->
    [0] no rule
    [one] { $rules } rule
   *[other] { $rules } rules
}, what people may do in { $roles ->
    [0] no role
    [one] { $roles } role
   *[other] { $roles } roles
}
rules-at-once = Once confirmed, the node goes by it at once, for everybody.
rules-at-once-why = It holds for open sessions and for every agency. Two persons can change it again, in the same way.
rules-confirm = Confirm exactly this
rules-confirm-now = Confirm for everybody, now
rules-refuse-what = The rules stay as they are. Whoever wanted others can propose anew.
rules-refuse-read = Whoever may look at the rules can find this on record.
rules-refuse-wide = It lets people do more than they need
rules-refuse-grounds = The grounds are not enough
rules-refuse-other = The rules have changed meanwhile
rules-said-propose = Handed over. It waits for a second person; until then nothing changes.
rules-said-confirm = Confirmed. The node goes by these rules now.
rules-said-refuse = Refused. The rules stay as they are.
rules-said-withdraw = Taken back. The rules stay as they are.
rules-write = Write other rules
rules-write-from = Go on from this text
rules-begun = You began another text. It is kept in this browser. Shall this one take its place?
rules-begun-replace = Throw mine away
rules-begun-go-on = Go on with mine
rules-moved = The rules have changed since you began. The check holds your text against those of now: look whether it takes something back that others changed.
rules-reason = Why other rules are wanted
rules-reason-such = An order, a decision, a law, with number and date
rules-reason-read = Whoever may look at the rules reads this. It stays on record.
rules-asks-two = Another person has to confirm exactly this, one of another agency where there is one. Until then nothing changes.
rules-propose = Hand to a second person
rules-later = Go on later
rules-lacks-change = The text is the one that stands. Change it first.
rules-lacks-check = Check the text first: you see what it changes, and for whom.
rules-lacks-faults = Something is wrong with the text. Mend it, then check it again.
rules-lacks-reason = Say why: an order, a decision, a law.
kind-policy = rules
kind-policy-change = change of the rules
act-policy-change = change the rules of who may act

## Signed by a passkey
sign-takes = This takes your passkey: it signs exactly this.
sign-asking = The browser asks for your passkey.
sign-to-me = Look at your passkeys, or make one
sign-insecure = This takes a passkey, and none can be used here: this page did not come over a secure line (https). Open it by its secure address.
sign-unknown = This takes a passkey, and this browser does not know them. Take a newer one.
sign-cancelled = Nothing was signed: you said no, the time ran out, or this device has none of your passkeys. Try again, or use the device that holds your passkey.
sign-place = The browser uses no passkey at this address. Open the node by the address at which you made yours, or tell the operator.
sign-unfit = This passkey can’t ask for you. Take one on a device with a screen lock, or a key with a PIN.
sign-failed = The browser gave no signature. Try again, or take another device.
refusal-approval-passkey = This takes your passkey. Sign exactly what you see.
refusal-approval-unsigned = The signature does not hold for exactly this, or its passkey is not on record as yours. Use one that you made on this node, or make a new one.
refusal-approval-key = This is none of your passkeys. Sign with one that you made on this node.
refusal-policy-form = Say why, in at most 400 characters: an order, a decision, a law.
refusal-policy-stale = The rules have changed meanwhile. Look at those that stand now, and have it proposed anew.
refusal-policy-waiting = Too many changes of the rules wait. Decide some of them first.
refusal-policy-decided = This was decided already.
refusal-policy-not-yours = Only whoever wanted this takes it back.
refusal-policy-same-person = You want this, so another person confirms it.
refusal-policy-content-changed = This is not what you saw. Read it as it stands.
refusal-policy-proposer = Whoever proposed this may not change the rules any more. Refuse it, and have it proposed anew.
refusal-policy-same-agency = The rules are for every agency, so somebody of another agency than whoever proposed this confirms it.
refusal-policy-faults = The node can’t go by this text. Check it: what is wrong stands there, line by line.
refusal-policy-unchanged = The node goes by exactly this text already.
refusal-policy-overseer = It changes who has this right: { $act }. What overseers do is not changed while the node runs.
refusal-policy-no-way-back = Fewer than two people would be left who can change the rules, and nobody could take it back. Leave at least two.
refusal-policy-administrators = { $agency } would lose its administrators. Leave it at least two of them.

## People
nav-people = People
tab-people = People
deed-people = Go to the people of my agency
deed-bring = Bring somebody in
deed-me = My passkeys, sessions and tokens
keys-people = people
keys-bring = bring somebody in
keys-change = change
keys-group-people = People
people-list = List of people
people-hand = Person in hand
people-hand-empty = Nobody is in hand
people-hand-empty-why = Choose somebody, or press J and K. N brings somebody in.
people-person = Person
people-absent-why = They act for another agency, or there is nobody.
people-to-all = Everybody
people-look = Look at it
people-tab-waiting = Waiting { $count }
people-bring = Bring somebody in
people-find = Name or log-in word
people-filter = Who is shown
people-all = All
people-review = Review due { $count }
people-found = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
people-rest = There are more: write a part of the name.
people-no-match = No name fits
people-no-match-why = Marks may be left out; Cyrillic finds Latin.
people-none-due = No review is due
people-none-due-why = When the day comes on which somebody looks whether it is still needed, they stand here.
people-nobody = Nobody is here yet
people-nobody-why = Whoever is brought in holds what you give them from the moment it is written.
people-over = Over ({ $count })
people-you = you
people-guarded = takes two
people-somebody = Somebody
people-none = none
people-no-role = no role
people-no-clearance = no clearance
people-no-end = no end
people-until-short = until { $when }
people-clearance = { $policy } { $level }
people-level = up to level { $level }
people-level-not-had = level { $level }, which your agency has no more
people-review-due = Review due
people-review-due-why = On { $day } somebody was to look whether it is still needed. Change it with a new day, or end it.
people-change-waits = A change waits
people-change-yours = It waits for you.
people-change-others = It waits for another administrator.
people-stands-holds = holds
people-stands-later = later
people-stands-lapsed = lapsed
people-stands-ended = ended
people-stands-long-holds = Holds it now
people-stands-long-later = Does not hold it yet
people-stands-long-lapsed = It ran out
people-stands-long-ended = Somebody ended it
people-holds = What they hold
people-when = When and on what grounds
people-change = Change
people-change-of = Change what { $name } holds
people-give-back = Give it back
people-give-back-to = Give back to { $name }
people-end = End it now
people-end-what = { $name } loses everything at once: roles, groups and clearances end, so do their sessions and open streams. Whoever joins a group again later does not read what was shared meanwhile. What they wrote stays.
people-end-why = Why it ends
people-end-read = Administrators of your agency read this. It stays on record.
people-often-left = Left the agency
people-often-duties = Has other duties now
people-often-contract = The contract ended
people-ended-said = What { $name } held has ended.
people-me = Nobody changes what they hold themselves. Another administrator does.
people-moved = Somebody changed it meanwhile. This is how it stands now: look again.
people-moved-head = Somebody changed it meanwhile.
people-moved-why = Where you typed nothing, the form follows. What you typed stays. Read it, then send it again.
people-again = You began this before. What you typed is here again.
people-login-why = Left empty, it is made of the name.
people-not-had = your agency has it no more
people-none-had = Your agency has none to give.
people-from-now = from now
people-review-often = How soon it is looked at again
people-review-91 = in 3 months
people-review-182 = in 6 months
people-review-365 = in a year
people-review-why = On that day somebody looks whether it is still needed.
people-grounds-such = An order, a roster, a contract, with number and date
people-lacks = Something has to be mended first. It stands at its place.
people-lacks-name = Write the name.
people-lacks-grounds = Say on what grounds: an order, a roster, a contract.
people-lacks-login = Use lower-case letters without marks, digits, point, dash or underscore.
people-lacks-until = It has to end after it begins.
people-lacks-review = Choose a day from tomorrow on, within two years.
people-two = takes two
people-asks-two = Another administrator has to confirm this:
people-asks-two-why = Until then nothing changes.
people-at-once = It holds as soon as it is written, for open sessions too.
people-two-role = role { $name }
people-two-act = right “{ $name }”
people-two-group = group { $name }
people-two-nation = partners of { $name }
people-two-because = Takes two: { $why }.
people-propose = Hand to a second administrator
people-save = Write it
people-said-written = Written. { $name } holds it as it stands here.
people-said-waits = What { $name } is to hold waits for a second administrator.
people-waiting = Waits for a second administrator
people-waiting-yours = { $count } for you
people-waiting-none = Nothing waits
people-waiting-none-why = Who approves warnings, administers people, oversees, or joins a foreign or fusion group is let in by two administrators. What one writes down stands here for the other.
people-for-you = Waits for you
people-by-you = You wanted it
people-by-you-why = Another administrator confirms it.
people-about-you = Is about you
people-about-you-why = Another administrator decides.
people-wanted-by = Wanted by { $name }, { $when }.
people-kind-new = Somebody new.
people-kind-change = A change.
people-kind-back = Gives back what was over.
people-confirm = Confirm exactly this
people-refuse = Refuse
people-withdraw = Take it back
people-refuse-what = What { $name } holds stays as it is.
people-refuse-why = Why you refuse
people-refuse-read = Administrators of your agency read this. It stays on record.
people-refuse-grounds = The grounds are not enough
people-refuse-much = It is more than the work needs
people-refuse-person = It is not the right person
people-said-confirm = Confirmed. { $name } holds it from now.
people-said-refuse = Refused. What { $name } holds stays as it is.
people-said-withdraw = Taken back. What { $name } holds stays as it is.
people-log-in = How they log in
people-passkeys = { $count ->
    [0] none
    [one] { $count } passkey
   *[other] { $count } passkeys
}
people-password = yes, with a one-time code
people-no-password = none
people-link = Link
people-link-open = not used yet, holds until { $until }
people-no-way = They have no way to log in yet. A link gives them one.
people-link-make = Make a log-in link
people-link-what = By the link { $name } makes a passkey on their own device, or a password with a one-time code. You see neither.
people-link-how = What becomes of what they have
people-link-more = One more.
people-link-more-why = What they log in by now stays.
people-link-new = In the place of all.
people-link-new-why = For a lost or stolen device: all they log in by ends when the link is used.
people-link-reason = Why they get a link
people-link-reason-missing = Say why: it stays on record.
people-link-two = Another administrator has to confirm this, because of what this person may do. The link is made then.
people-link-waits = A log-in link waits for a second administrator.
people-link-made = Log-in link for { $name }
people-link-name = Link
people-link-once = It is shown here once and works once.
people-link-holds = It holds for a day, until { $until }.
people-link-reach = It has to reach them by a way that is sure to be theirs.
people-link-reach-why = In person, or by a number that you knew before. Whoever holds the link logs in as them.
people-link-done = I have it, close
people-link-wants-more = A log-in link: one more way in.
people-link-wants-new = A log-in link in the place of all ways in.
people-link-confirm = Confirm and make the link
people-link-confirmed = The link for { $name } is made.
people-link-refused = No link for { $name } is made.
people-sessions-end = End their sessions
people-sessions-what = { $name } is logged out everywhere at once, and their tokens end. They can log in again as before.
people-sessions-ended = The sessions of { $name } have ended.
held-name = Name
held-login = Word to log in by
held-roles = Roles
held-groups = Groups
held-nations = Partners abroad
held-clearances = Clearance
held-categories = Categories
held-from = From
held-until = Until
held-review = Review
held-grounds = Grounds
held-lang = Language
diff-added = new:
diff-gone = taken away:
diff-was = was:
diff-is = will be:
diff-stay = { $count ->
    [one] and { $count } that stays
   *[other] and { $count } that stay
}
diff-rest = Everything else stays as it is.
diff-nothing = Nothing would change.
once-copy = Copy
once-copied = copied
once-by-hand = The browser does not copy here. It is selected: press Ctrl C.

## My own ways in
nav-me = You and your ways in
more-ways-in = What you hold, your passkeys, sessions and tokens
more-other-sessions = Your other sessions
me-who = Who you are
me-login = You log in as
me-holds = What you hold
me-holds-why = An administrator of your agency gives and ends it. If something is wrong, tell them.
me-assurance = How sure we are that it is you
assurance-anonymous = nobody in particular
assurance-single = by one thing: a link, a password or a token
assurance-two-factor = by two things
assurance-phishing-resistant = by a passkey
me-acts = What you may do ({ $count })
me-older = This node keeps no log-in of its own
me-older-why = You came by an entry link. Passkeys, sessions and tokens come with a newer release.
me-passkeys = Passkeys
me-passkeys-why = A passkey is a key on your device that nobody can ask you for. Have two, on two devices.
me-passkeys-none = You have no passkey.
me-added = added { $when }
me-used = used { $age } ago
me-never-used = never used
me-copied = Its maker may copy it to your other devices.
me-bound = It stays on this one device.
me-remove = Remove
me-end = End it
me-passkey-name = What you call it
me-passkey-such = Work telephone, blue key
me-passkey-nameless = Give it a name by which you know it again.
me-passkey-add = Add a passkey
me-passkey-asking = The browser asks you
me-passkey-added = { $name } was added.
me-passkey-remove = Remove the passkey
me-passkey-remove-of = Remove the passkey { $name }
me-passkey-remove-what = { $name } lets nobody in any more. Sessions that it began go on until you end them.
me-passkey-removed = { $name } was removed.
me-passkey-may-not = To add one, log in anew: by a passkey, or by password and code. Then you have 15 minutes.
me-passkey-insecure = No passkey can be made here: this page did not come over a secure line (https).
me-passkey-unknown = No passkey can be made here: this browser does not know them. Take a newer one.
me-passkey-cancelled = Nothing was added: you said no, or the time ran out.
me-passkey-has = This device holds a passkey of yours already.
me-passkey-place = The browser makes no passkey for this address. Tell the operator.
me-passkey-unfit = This device can't make a passkey that asks for you. Take another one, or set up its screen lock.
me-passkey-failed = The browser made no passkey. Try again, or take another device.
me-password = Password
me-password-has = You have a password, with a one-time code.
me-password-none = You have no password.
me-password-why = A new one is made by a log-in link from an administrator of your agency.
me-sessions = Sessions
me-sessions-why = Where you are logged in now. What you do not know, you end.
me-since = since { $when }
me-until = until { $when }
me-here = this one
me-session-end-of = End it: the session since { $when }
me-session-ended = The session has ended.
me-others-end = End all others
me-others-ended = Only this session is left.
me-tokens = Tokens
me-tokens-why = A token lets a program act as you, for the acts that you choose.
me-tokens-none = You have no token.
me-token = Token
me-token-end-of = End it: the token { $name }
me-token-ended = { $name } acts for you no more.
me-token-make = Make a token
me-token-made = Your token
me-token-once = It is shown here once. Whoever holds it acts as you: keep it where only that program reads it.
me-token-done = I have it, close
me-token-name = What it is for
me-token-such = Gauges of the upper Drini
me-token-nameless = Say what it is for.
me-token-acts = What it may do
me-token-acts-why = Choose no more than the program needs.
me-token-actless = Choose at least one.
me-token-days = Days that it holds
me-token-days-bad = Choose 1 to 365 days.
me-token-no-acts = None of your roles may be carried by a token.
me-leave-why = To leave this session, see

### Acts
act-triage-take = take signals in hand
act-triage-dismiss = set signals aside
act-triage-link = put signals to incidents
act-incident-open = open incidents
act-incident-update = change incidents
act-incident-close = close incidents
act-entry-write = write into the log
act-task-assign = give tasks
act-task-acknowledge = say that a task was read
act-task-start = begin tasks
act-task-done = finish tasks
act-task-cancel = take tasks back
act-warning-draft = write warnings
act-warning-submit = hand warnings to a second officer
act-warning-approve = approve warnings
act-warning-refuse = send warnings back
act-warning-issue = issue warnings
act-warning-update = update warnings
act-warning-cancel = cancel warnings
act-signal-ingest = bring in signals from outside
act-report-moderate = decide what is public of reports
act-report-identify = see who handed a report in
act-exercise-play = play a role of an exercise
act-exercise-direct = direct exercises
act-search = search
act-read-access-log = see who read what
act-access-judge = judge conspicuous reading
act-erase = erase
act-prune = drop what has expired
act-admin-people = administer people
refusal-people-own = Nobody makes a log-in link for themselves. Ask another administrator of your agency.
refusal-people-two-administrators = This takes a second administrator.
refusal-me-last-way = This is your last way in. Add another one first.
refusal-me-machine = A token does not look after its owner. Log in with a browser.
refusal-me-log-in-anew = For this, log in anew: by a passkey, or by password and code. Then it can be done for 15 minutes.
refusal-passkey-fault = The node does not believe this passkey. Try once more, and tell your administrator if it stays so.
refusal-passkey-known = This passkey is known here already. Take another device or key.
refusal-passkey-many = You have as many passkeys as one person can. Remove one first.
refusal-passkey-name = Give the passkey a name of 1 to 60 characters.
refusal-token-acts = A token of yours can’t carry one of these acts.
refusal-token-days = A token holds 1 to 365 days.
refusal-token-form = A token needs a name, at least one act, and at most a year.
refusal-token-full = The node has given out as many tokens as it can. End one first.
refusal-entry-unsaved = The node can’t note this on its disk. Tell the operator.
refusal-login-late = The time for this passkey is over, or it was sent before. Begin anew.
refusal-id-taken = This was sent before and has arrived. Look whether it is there, then begin anew.
kind-grant-change = change of a grant
kind-credential = way to log in
