# Pages for everybody, and the page of an entry link. Serbian and Albanian need a native editor before use.

lang-name = English

# { $day } { $month } { $year } { $time } are ready to be shown.
moment = { $day } { $month } { $year }, { $time }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

site = Public warnings
skip = Skip to the warning
languages = Languages

severity-extreme = Extreme warning
severity-severe = Severe warning
severity-moderate = Moderate warning
severity-minor = Minor warning
severity-unknown = Warning

what-to-do = What to do now
what-happens = What is happening
where = Where
map = Map of the places that are warned
issued = Issued { $when }.
updated-on = Updated { $when }.
in-force-until = In force until { $when }.
from-whom = Issued by { $who }.
call = In danger, call { $number }.

state-updated = A newer warning has taken the place of this one.
state-updated-link = Read the newer warning
state-cancelled = This warning was taken back. It no longer holds.
state-cancelled-link = Read the all-clear
state-expired = The time of this warning has run out. It no longer holds.
state-all-clear = All-clear: an earlier warning no longer holds.
other-language = This warning is not written in English.

in-force = Warnings in force
none = No warning is in force.
none-more = When there is one, it stands here.
others = Other warnings in force
over = No longer in force
until = until { $when }
back = All warnings

feed-atom = Atom feed
feed-rss = RSS feed
message-cap = This warning as CAP

exercise-banner = This is not a real warning. Take no action.
exercise-what-to-do = what you would do

absent-title = Nothing here
absent = There is nothing here.

enter-title = Enter Kulla
enter-who = You enter as { $name }, { $agency }.
enter-once = This link works once. Nothing happens until you press the button.
enter-button = Enter
enter-refused = You can't enter by this link

login-title = Log in
login-purpose = What for
login-purpose-usual = The usual work of my agency
login-exercise = Real work, or an exercise
login-exercise-none = Real work
login-passkey = Log in with a passkey
login-password-title = Or with a password and a code
login-name = Name
login-password = Password
login-code = Code of your app
login-button = Log in
login-lost = If you have lost your key or your password, ask an administrator of your agency for a new link.
passkey-none = This browser knows no passkeys. Use another one, or a password and a code.
passkey-insecure = Passkeys need a secure connection (https). Ask your operator, or use a password and a code.
passkey-address = There are no passkeys at a bare address. Open this page by the name of the system, or use a password and a code.
passkey-cancelled = It was cancelled, or took too long. Nothing has happened; try it again.
passkey-failed = The browser could not do it. Try it again, or use another key.
passkey-known = This device has a passkey for you already. Use another one.
passkey-wait = Follow what your browser asks.
enrol-title = Your way to log in
enrol-who = This is for { $name }, { $agency }.
enrol-replaces = When you are done, all your older passkeys, passwords and sessions end.
enrol-passkey-title = A passkey
enrol-passkey = The best way: your telephone, your computer or a security key proves that it is you, and nobody can be tricked into giving it away. Never make one on a device of somebody else.
enrol-passkey-name = What you call this device
enrol-passkey-default = My device
enrol-passkey-button = Make a passkey
enrol-password-title = Or a password with a code
enrol-password = Where no passkey can be used. You need an app for one-time codes on your telephone. Whoever logs in like this does not see what is RESTRICTED and above.
enrol-password-button = Set a password
enrol-code-title = The app for codes
enrol-code = Open your app for one-time codes and let it read this picture.
enrol-code-picture = Picture for the app, with the same letters as below
enrol-code-letters = Or type these letters into it:
enrol-password-set = Your password
enrol-password-how = At least { $min } characters. Four or five words that have nothing to do with you are good, and easy to keep in mind.
enrol-password-again = The same once more
enrol-code-now = The code that the app shows now
enrol-done-button = Done
enrol-thanks-title = That is done
enrol-thanks = This link is used up. From now on you log in like this:
refused-login-wrong = That does not fit together. Look at everything once more and try again.
refused-login-wait = This was tried too often. Wait { $minutes } min, or use a passkey, or a browser with which you have logged in before.
refused-login-late = That took too long, or was done already. Try it once more.
refused-login-busy = Too many people log in at this moment. Try again in a minute.
refused-login-purpose = Your agency does not work for this. Choose another purpose.
refused-login-exercise = There is no such exercise here. Choose another one.
refused-node-busy = The system has too much to do at this moment. Try again in a minute.
refused-passkey-fault = The passkey was not accepted. Try it once more; if it stays so, tell your administrator.
refused-passkey-known = This passkey is known here already. Use another device or key.
refused-passkey-many = You have as many passkeys as one person may have. Take one away first.
refused-passkey-name = Call the device something of at most 60 characters.
refused-enrol-unknown = This link does not hold, or was used already. If that was not you, tell your administrator now; else ask for a new one.
refused-enrol-code = The code does not fit. Type the six digits that your app shows now, and see that the clock of your telephone is right.
refused-password-length = The password is too short or too long. Take four or five words.
refused-password-easy = Others would try this password first. Take words that have nothing to do with you, your agency or this system.
refused-password-differs = The two passwords differ. Type the same one twice.
refused-entry-unsaved = The system can't write to its disk, so nothing has changed. Tell the operator, and try again.
refused-entry-grant = You hold no right to work here today. Ask your administrator.
refused-session-full = Too many sessions are open. Ask the operator.

cancel-headline = { $hazard }: the warning no longer holds
cancel-description = The warning “{ $headline }” no longer holds.

report-title = Response times
report-seed = seed { $seed }
report-first = First, after the beginning
report-signal = Signal
report-incident = Incident
report-task = Task
report-warning = Public warning
report-all-clear = All-clear
report-end = End
report-steps = Each step, from the one before
report-step = Step
report-agency = Agency
report-cases = Cases
report-open = Open
report-median = Half within
report-95 = 95 of 100 within
report-all = All
report-nobody = Nobody yet
report-step-received = Received
report-step-acknowledged = Taken in hand
report-step-assigned = Task sent
report-step-read = Task read
report-step-started = Task begun
report-step-done = Task done
report-step-drafted = Warning drafted
report-step-approved = Approved
report-step-issued = Public
report-step-cancelled = Taken back
report-note = Worked out from what you may read. Times are of the clock on the wall. Few cases say little. Nothing here is about a person.

handing-call-first = If somebody is in danger, call 112. Nobody may read this at once.
handing-keep-code = Keep this code: with it you see how your report stands and may add to it. It is shown this once. If somebody is in danger, call 112.
handing-received = It has come in. Nobody has answered yet.
handing-in-hand = Somebody works on it.
handing-done = It is done.
handing-passed-on = It was passed on; the answer says to whom.

handing-title = Report something
handing-status-title = How does my report stand?
handing-what = What do you want to report?
handing-words = What do you see?
handing-words-missing = Say in a few words what you see.
handing-municipality = Municipality
handing-landmark = Where exactly? A street, a bridge, a shop.
handing-place-missing = Say where: choose a municipality, or name a place.
handing-photos = Photographs (you may leave this empty)
handing-photos-why = At most { $max }, JPEG or PNG, { $size } MB together. Where and when they were taken, and with which telephone, is removed before they are kept. Those who work on your report see them; they never become public. What is in the picture itself stays: take no faces and plates that need not be seen.
handing-photos-again = Choose the photographs again: they could not be kept.
handing-photos-kept = { $count ->
    [one] One photograph came with it and is kept.
   *[other] { $count } photographs came with it and are kept.
}
handing-photo-many = At most { $max } photographs: choose those that say most.
handing-photo-large = Photograph { $number } is larger than { $size } MB: make it smaller, or leave it out.
handing-photo-together = All together is larger than { $size } MB: send fewer photographs, or smaller ones.
handing-photo-slow = The photographs took too long on the way: send fewer or smaller ones, or send your report without them.
handing-photo-busy = Too many photographs arrive at this moment: try again soon, or send your report without them now.
handing-photo-room = No photographs can be kept at this moment: send your report without them.
handing-photo-other = Photograph { $number } is a file of the kind { $kind }: save it as JPEG or PNG, and send that.
handing-photo-unusual = Photograph { $number } is saved in an unusual way: save it again as an ordinary JPEG, and send that.
handing-photo-unknown = File { $number } is no photograph: send JPEG or PNG.
handing-photo-cut = Photograph { $number } did not come whole: send it again.
handing-photo-damaged = Photograph { $number } is damaged: send another one.
handing-photo-size = Photograph { $number } has too many pixels: make it smaller.
handing-photo-field = Files are sent as { $field }: file { $number } came under another name.
handing-form-cut = The form did not come whole: send it again.
handing-contact = If we have questions (you may leave this empty)
handing-contact-why = Only the agency that answers may see it, and each look is on record. Nothing of it becomes public.
handing-name = Name
handing-phone = Telephone
handing-send = Send
handing-thanks = Thank you. Your report has arrived.
handing-number = Number of the report:
handing-code = The code that you were given
handing-code-wrong = There is no report with this code. Look whether every letter is right.
handing-look = Look
handing-answer = Answer
handing-published = Something about it is public.
handing-lines = Lines that you added: { $count }
handing-add = Add something
handing-add-send = Add
