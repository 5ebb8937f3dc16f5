# Konsola e oficerëve. Shkurt, në kohën e tashme; kush, çka, deri kur. Butonat janë folje. Duhet redaktor i gjuhës.

### Korniza
skip = Te përmbajtja
exercise = USHTRIM
exercise-promise = Asgjë nga kjo nuk arrin te publiku, te partnerët apo te harta e vërtetë.
node-exercise-only = Kjo nyje mban vetëm ushtrime.
playing = Kush luan
playing-autopilot = Ushtrimi e luan këtë rol.
playing-people = Ju e luani këtë rol. Ajo që i takon ju pret.
playing-take = Merre
playing-leave = Ktheje
playing-none = Asnjë nga rolet tuaja nuk luhet këtu.
playing-pace = Një sekondë këtu janë { $pace } në ngjarje.
playing-ended = Ushtrimi ka mbaruar.
playing-report = Kohët e përgjigjes
find-or-do = Gjej ose bëj
clock-zone = Koha lokale, { $place }
nav-main = Kryesore
nav-state = Koha, roli dhe makinat
nav-desk = Kujdestaria
nav-places = Vendet
nav-incidents = Incidentet
nav-incident = Incidenti
nav-warnings = Paralajmërimet
nav-drafts = Paralajmërimi
nav-tasks = Detyrat
nav-quarantine = Karantina
nav-health = Makinat dhe burimet
nav-more = Më shumë
tab-desk = Radha
tab-places = Harta
tab-tasks = Detyrat
tab-find = Gjej
tab-more = Më shumë
do-again = Provo përsëri
do-back = Prapa
do-change = Ndrysho
do-close = Mbyll
do-copy = Kopjo tekstin
do-done = U krye
do-not = Lëre
day-today = sot
day-tomorrow = nesër
range = { $low } deri në { $high }
people-count = { $count } njerëz
life-at-risk = Jetë në rrezik

### Gjendjet
state-loading = Po ngarkohet
state-slow = Përgjigjja po vonon më shumë se zakonisht.
state-stale = Kjo pamje është { $age } e vjetër.
state-absent = Këtu nuk ka asgjë që mund ta lexoni
state-absent-why = Nëse ju duhet për punë, pyetni pronarin.
state-refused = Kjo u refuzua
state-refused-why = Porta nuk dha arsye.
state-no-answer = Nuk erdhi përgjigje
state-no-answer-why = Lidhja është e ngadaltë ose e prerë. Ajo që shkruat ruhet këtu.
not-saved = Nuk u ruajt. Teksti është këtu.
not-saved-again = Nuk erdhi përgjigje, ndoshta nuk u ruajt. Shikoni edhe një herë, pastaj provoni përsëri.
ended-head = Sesioni juaj ka përfunduar
ended-text = Hyni përsëri, ose hapni një lidhje të re hyrjeje. Mund t’jua japë administratori i agjencisë suaj.
ended-kept = Ajo që shkruat dhe nuk e dërguat ruhet në këtë shfletues për ju.
ended-public = Te paralajmërimet publike
ended-login = Hyni
unreachable-head = Kulla nuk përgjigjet
unreachable-text = Lidhja ose nyja është jashtë pune. Provoni përsëri pas pak.
offline-head = Jeni pa lidhje që nga { $time }.
offline-text =
    { $count ->
        [0] Mund të vazhdoni: shënimet dhe detyrat presin këtu dhe shkojnë një herë, me radhë, kur të kthehet lidhja.
        [one] Mund të vazhdoni. { $count } shënim pret dhe shkon një herë, kur të kthehet lidhja.
       *[other] Mund të vazhdoni. { $count } shënime presin dhe shkojnë një herë, me radhë, kur të kthehet lidhja.
    }
catching-up = Lidhja u kthye. Po arrihet: { $count } ndryshime.
outbox-waits =
    { $count ->
        [one] { $count } shënim pret të dërgohet.
       *[other] { $count } shënime presin të dërgohen.
    }
outbox-send = Dërgo tani
outbox-refused = U refuzua dhe ruhet këtu:
outbox-drop = Hidhe
heads-many = { $count } versione qëndrojnë krah për krah, sepse dy nyje shkruan të ndara. I ardhshmi i zëvendëson të gjitha.
heads-title = Versione krah për krah
heads-lead = Lexoni secilin, pastaj zgjidhni nga cili vazhdohet.
heads-go-on = Vazhdo nga ky
heads-tag = 2 versione
conflict-lead = Asgjë nuk humbi. Zgjidhni, ose shkruani një nga të dyja.
conflict-mine = Ju
conflict-take-mine = Merr timin
conflict-take-theirs = Merr të tyren
conflict-both = Shkruaj një nga të dyja
conflict-draft = Dy veta e ndryshuan këtë paralajmërim.
conflict-entry = Dy veta e ndryshuan këtë shënim.
conflict-beside = Teksti tjetër, për të shkruar një nga të dyja

### Rëndësia, ngutja, siguria
severity-extreme = Ekstrem
severity-severe = I rëndë
severity-moderate = I moderuar
severity-minor = I vogël
severity-unknown = Pa thënë
severity-why-extreme = rrezik i jashtëzakonshëm
severity-why-severe = rrezik për jetë ose pronë
severity-why-moderate = rrezik i mundshëm
severity-why-minor = rrezik i vogël
severity-why-unknown = nuk është thënë
urgency-immediate = Menjëherë
urgency-expected = Së shpejti
urgency-future = Më vonë
urgency-past = Ka kaluar
urgency-unknown = Pa thënë
urgency-why-immediate = veproni tani
urgency-why-expected = brenda orës
urgency-why-future = në të ardhmen e afërt
urgency-why-past = nuk nevojitet më
urgency-why-unknown = nuk është thënë
certainty-observed = Vërejtur
certainty-likely = Ka gjasa
certainty-possible = E mundshme
certainty-unlikely = Pak gjasa
certainty-unknown = Pa thënë
certainty-why-observed = po ndodh ose ndodhi
certainty-why-likely = më shumë po se jo
certainty-why-possible = më shumë jo se po
certainty-why-unlikely = gati asgjë
certainty-why-unknown = nuk është thënë

### Makinat
health-cell-link = Lidhja
health-cell-log = Ditari, vula
health-cell-feeds = Burimet
health-link = Lidhja
health-log = Ditari
health-access = Regjistri i qasjes
health-picture = Pamja
health-clock = Ora
health-disk = Disku
health-feed = Burimi
health-feeds = Burimet
health-lead = Çka tregojnë tri fushat lart djathtas.
health-unknown = ende nuk dihet
health-unknown-short = nuk dihet
health-link-good = Përgjigjet për { $ms } ms; të gjitha shkrimet janë konfirmuar.
health-link-good-short = { $ms } ms
health-link-offline = Pa lidhje që { $span }. Ajo që shkruani pret këtu.
health-link-offline-short = pa lidhje { $span }
health-link-catching-up = Lidhja u kthye; po arrihet.
health-link-catching-up-short = po arrihet
health-link-connecting = Po lidhet.
health-link-connecting-short = po lidhet
health-link-silent = Pyetja e fundit mbeti pa përgjigje.
health-link-silent-short = pa përgjigje
health-log-good = Ditari { $name } u vulos para { $span }.
health-log-good-short = para { $span }
health-log-unsealed = Ende pa vulë që nga nisja.
health-log-unsealed-short = ende jo
health-log-wrong = Shënimet nuk përputhen. Njoftoni operatorin; asgjë e re nuk besohet derisa të rregullohet.
health-log-wrong-short = nuk përputhet
health-picture-good = E përditësuar.
health-picture-late = Pamja është { $span } pas ditarit.
health-clock-good = Ora e nyjës është e saktë.
health-clock-ahead = Shënimet janë { $span } para orës së nyjës. Radha ruhet.
health-disk-good = Ka vend.
health-picture-slowed = Pamja është { $span } pas ditarit. Burimeve u kërkohet të vijnë më vonë. Njoftoni operatorin.
health-access-good = Kush lexon çka, regjistrohet.
health-access-waiting = Tani nuk mund të shkruhet kush lexon çka. Ruhet dhe shkruhet më vonë.
health-access-lost = Një pjesë e asaj se kush lexoi çka humbi, sepse nuk mund të shkruhej. Njoftoni operatorin.
health-disk-full = Disku është plot. Asgjë nuk mund të shkruhet; leximi vazhdon. Njoftoni operatorin.
health-feeds-none = Nuk ka asnjë burim.
health-feeds-none-short = asnjë
health-feeds-unknown = Nuk dihet a flasin burimet: nuk kanë ritëm të caktuar.
health-feeds-unknown-short = nuk dihet
health-feeds-good = Të { $all } burimet flasin.
health-feeds-good-short = { $all } mirë
health-feeds-bad = { $bad } nga { $all } burime heshtin, vonojnë ose nuk pranohen të plota.
health-feeds-bad-short = { $bad } nga { $all } hesht
health-feed-good = Fjala e fundit para { $age }.
health-feed-good-never = Flet kur ka diçka për të thënë.
health-feed-late = Vonon: fjala e fundit para { $age }.
health-feed-silent = Hesht: fjala e fundit para { $age }.
health-feed-silent-never = Hesht: nuk ka folur që nga nisja.
health-feed-dropping = Fjala e fundit para { $age }, por një pjesë nuk u pranua: pyet operatorin.
health-feed-dropping-never = Nuk pranohet gjithçka që dërgon: pyet operatorin.
health-feed-unknown = Fjala e fundit para { $age }; nuk ka ritëm të caktuar.
health-feed-never = Nuk ka folur që nga nisja.

### Radha
queue = Radha
needs-me-now = Më pret mua
needed-me-then = Më priste atëherë
queue-filter = Çka shfaqet
queue-all = Krejt
queue-triage = Triazh
queue-tasks = Detyra
queue-sign = Miratim
queue-count =
    { $count ->
        [0] Asgjë nuk pret
        [one] { $count } gjë pret
       *[other] { $count } gjëra presin
    }
queue-risk =
    { $count ->
        [one] Jetë në rrezik: { $count } rrip
       *[other] Jetë në rrezik: { $count } rripa
    }
queue-new = { $count } të reja
queue-order = Së pari jeta, pastaj koha
queue-empty = Asgjë nuk ju pret
queue-empty-why = Sinjalet e reja vijnë vetë këtu.
queue-empty-then = Atëherë asgjë nuk ju priste
queue-everything = Shiko krejt
queue-then = Çfarë priste në { $time }.
queue-area = Vetëm { $name }.
queue-area-all = Shfaq të gjitha vendet
queue-rest = Shfaq të tjerat, edhe { $count }
strip-approve = Mirato
strip-issue = Lësho
strip-late = vonë
strip-till = deri { $time }
strip-gone = u mbyll
strip-held = E ka { $agency }, { $name }
strip-mine = e keni ju
places-count =
    { $count ->
        [0] asnjë komunë
        [one] { $count } komunë
       *[other] { $count } komuna
    }
places-list = Komunat e asaj që shfaqet
places-things =
    { $count ->
        [one] { $count } gjë
       *[other] { $count } gjëra
    }
key-move = lëviz
key-take = merr
key-link = lidh
key-incident = incident i ri
key-dismiss = pa rëndësi

### Në dorë
hand = Në dorë
hand-signal = Sinjal
hand-task = Detyrë
hand-sign = Paralajmërim për miratim
hand-place = { $at } nga { $of }
hand-empty = Asgjë nuk është në dorë
hand-empty-why = Zgjidhni një rrip, ose shtypni J dhe K.
hand-other = Ky lloj ende nuk ka faqe të vetën.
fact-when = Kur
fact-until = Deri
fact-where = Ku
fact-nowhere = pa vend
fact-from = Nga
fact-message = Mesazhi
fact-signature = Nënshkrimi
fact-source = Burimi
fact-content = Përmbajtja
grade-none = pa vlerësim
grade-keep = Ruaje vlerësimin
grade-source-A = plotësisht i besueshëm
grade-source-B = zakonisht i besueshëm
grade-source-C = mjaft i besueshëm
grade-source-D = zakonisht jo i besueshëm
grade-source-E = i pabesueshëm
grade-source-F = nuk mund të gjykohet
grade-content-1 = e vërtetuar
grade-content-2 = me gjasë e vërtetë
grade-content-3 = ndoshta e vërtetë
grade-content-4 = e dyshimtë
grade-content-5 = pak e besueshme
grade-content-6 = nuk mund të gjykohet
signal-texts = Çka thotë
signal-language = Gjuha
signal-words = Me fjalët e veta
signal-findings =
    { $count ->
        [one] E lakon { $count } rregull
       *[other] I lakon { $count } rregulla
    }
alarm-why = Pse
alarm-raised = Që nga { $from }, { $count } { $count ->
    [one] ngjarje
   *[other] ngjarje
  }
alarm-cleared = Nga { $from } deri { $to }, tani ka kaluar
alarm-samples = Ku mbështetet
curve-nothing = Asnjë matje në 24 orët e fundit
curve-newest = { $value } { $unit } më { $at }
curve-trend = { $change } { $unit } në orë
curve-threshold = { $name } { $value } { $unit }
curve-level-watch = vëzhgim
curve-level-alarm = alarm
curve-level-extreme = ekstrem
curve-more = Ka më shumë matje sesa tregohen.
explain-threshold-crossed = { $source }: { $value } { $unit } ka arritur pragun “{ $name }” prej { $threshold } { $unit }.
explain-threshold-left = { $source }: { $value } { $unit }, më shumë se { $room } { $unit } nën pragun më të ulët prej { $threshold } { $unit }.
explain-rising = { $source }: nga { $from } në { $value } { $unit } për { $minutes } minuta, që është { $rate } { $unit } në orë; kufiri është { $limit }.
explain-rising-no-more = { $source }: { $rate } { $unit } në orë gjatë { $minutes } minutave, më pak se gjysma e kufirit prej { $limit }.
explain-silent = { $source } nuk ka thënë asgjë për { $minutes } minuta; pritet çdo { $period } sekonda.
explain-silent-from-the-start = { $source } nuk ka thënë asgjë që kur kjo nyje filloi të dëgjojë para { $minutes } minutash; pritet çdo { $period } sekonda.
explain-silent-no-more = { $source } flet përsëri, pas { $minutes } minutash.
explain-silent-retired = { $source } u çaktivizua: askush nuk e pret.
explain-together-source = I njëjti burim, me { $minutes } minuta ndryshim.
explain-together-near = { $km } km dhe { $minutes } minuta larg.
explain-duplicate-kind = I njëjti lloj, { $km } km dhe { $minutes } minuta larg.
explain-duplicate-words = { $percent } % e fjalëve, { $km } km dhe { $minutes } minuta larg.
explain-duplicate-area = I njëjti lloj, në të njëjtën komunë, { $percent } % e fjalëve, { $minutes } minuta larg.
explain-eve-group = { $count } alarme të një rregulle, nga { $from } te { $at }
explain-eve-family = { $count } alarme të një rregulle, nga dhe te shumë rrjete
explain-eve-class = { $count } alarme të një klase, tepër pak ose tepër shumë për të qëndruar veçmas
explain-eve-rest = { $count } alarme të shumë klasave
explain-eve-drops = { $drops } nga { $packets } paketa humbën para se sensori t'i shihte: nuk i sheh të gjitha
signal-near = Afër dhe të ngjashme
signal-incidents = I takon
triage-link = Lidh
triage-take = Merr
triage-release = Ktheje
triage-reopen = Zhbëj
triage-take-over = Merre ti
triage-dismiss = Pa rëndësi
triage-mine = e keni ju
triage-taken = E ka në dorë { $name }.
triage-linked = I takon një incidenti.
triage-dismissed = U la anash si pa rëndësi.
triage-released = U kthye.
triage-changed = Dikush ishte më i shpejtë: kështu është tani.
dismiss-often = Të shpeshta
dismiss-elsewhere = Jashtë zonës sonë
dismiss-known = Tashmë e njohur
dismiss-over = Tashmë ka kaluar
dismiss-test = Provë e të tjerëve
dismiss-reason = Pse është pa rëndësi
dismiss-needs-reason = Thoni pse: të tjerët e lexojnë më vonë.
dismiss-kept = Sinjali mbetet në ditar me arsyen tuaj.
link-which = Cilit incident i takon
link-find = Gjej incident
link-none = Asnjë incident nuk është aktiv
link-none-why = Hapni një të ri.
link-do = Lidhe me këtë incident
sign-open = Lexo dhe vendos
sees-lead = E shohin
sees-asking = Po pyetet kush e sheh
sees-unknown = Nuk dihet kush e sheh: nuk erdhi përgjigje.

### CAP
cap-open = Hap skedar CAP
cap-choose = Zgjidhni skedarin, ose lëshojeni këtu
cap-what = CAP 1.2, listë CAP (Atom, RSS) ose zarf EDXL-DE, deri në 1 MiB
cap-reading = Po lexohet
cap-too-large = Skedari ka { $size }; hyjnë deri në 1 MiB. Asgjë nuk u dërgua.
cap-no-answer = Nuk erdhi përgjigje. Provoni përsëri: ajo që njihet nuk merret dy herë.
cap-take-up = Merre në dorë
cap-known =
    { $count ->
        [one] Tashmë njihet.
       *[other] { $count } tashmë njihen.
    }
cap-quarantined = Nuk u mor, por ruhet anash me arsyen
cap-nothing = Skedari nuk ka mesazh.
cap-verdict-accept = i mban të gjitha rregullat
cap-verdict-warn = i lakon disa rregulla
cap-verdict-reject = thyen një rregull
cap-signature-none = pa nënshkrim
cap-signature-unchecked = i nënshkruar, pa u verifikuar
cap-type-alert = Paralajmërim
cap-type-update = Përditësim
cap-type-cancel = Anulim
cap-type-ack = Konfirmim
cap-type-error = Gabim
cap-status-actual = i vërtetë
cap-status-exercise = ushtrim
cap-status-system = sistem
cap-status-test = provë
cap-status-draft = projekt
finding-line = rreshti { $line }
quarantine-lead = Çka u pranua dhe nuk u mor. Më e vjetra shkon kur nuk ka vend.
quarantine-empty = Asgjë nuk është anash
quarantine-empty-why = Çka thyen rregullin e standardit të vet vjen këtu me arsyen.
quarantine-door = erdhi me { $door }, { $size }
quarantine-taken = Kësaj here u mor.
quarantine-still = Refuzohet si më parë.

### Incidentet
incidents-filter = Cilat incidente
incidents-active = Aktive
incidents-closed = Të mbyllura
incidents-all = Krejt
incidents-none-active = Asnjë incident nuk është aktiv
incidents-none-closed = Asnjë incident nuk është mbyllur
incidents-none-all = Nuk ka incident
incidents-none-why = Incidenti nis nga një sinjal ose nga asgjëja.
incident-new = Incident i ri
incident-open = Hap incidentin
incident-from = Nis nga “{ $title }”.
incident-title-in = Titulli, { $language }
incident-needs-title = Shkruani titullin së paku në një gjuhë.
incident-state-active = Aktiv
incident-state-closed = I mbyllur
incident-status = Gjendja
incident-active-since = Aktiv që nga { $time }
incident-closed-at = Mbyllur { $time }
incident-in-areas = Në
incident-people = Njerëz atje
incident-log = Ditari
incident-tasks = Detyrat
incident-late = Vonë
incident-overview = Përmbledhje
incident-signals = Çka erdhi
incident-signals-none = Asnjë sinjal nuk është lidhur.
incident-warnings-none = Asnjë paralajmërim nuk është shkruar.
incident-close = Mbyll incidentin
incident-close-reason = Pse ka përfunduar
incident-close-tasks =
    { $tasks ->
        [one] Ka { $tasks } detyrë. Ato të hapura mbeten të hapura.
       *[other] Ka { $tasks } detyra. Ato të hapura mbeten të hapura.
    }
incident-needs-reason = Thoni pse: shënohet në ditar.
incident-reopen = Rihape
incident-reopened = U rihap
incident-closed-because = Mbyllur: { $reason }
incident-changed = Dikush e ndryshoi incidentin ndërkohë. Shikoni edhe një herë, pastaj vendosni.
resources = Burimet
resources-later = vijnë me një version të mëvonshëm. Deri atëherë kërkoni me detyrë ose shkruani në ditar.
log-filter = Cilat shënime
log-all = Krejt
log-decisions = Vendimet
log-mine = Të miat
log-decision = Vendim
log-reason = Arsyeja: { $reason }
log-versions = Versionet
log-versions-of = Versionet e shënimit të orës { $time }
log-version = versioni { $number }
log-correct = Korrigjoje
log-correct-do = Shto korrigjimin
log-empty = Ditari është i zbrazët
log-empty-why = Shënimi i parë thotë çka dihet tani.
log-earlier = Shënime më të hershme
log-new = Shënim i ri
log-placeholder = Çka ndodhi, çka u vendos
log-is-decision = Ky është vendim
log-why = Pse u vendos kështu
log-needs-text = Shkruani çka ndodhi.
log-needs-reason = Vendimi kërkon arsyen.
log-add = Shto në ditar
log-add-offline = Ruaj, dërgo kur të ketë lidhje
log-saved = U shtua në ditar
log-waits = pret lidhjen
log-not-saved = Shënimi nuk u ruajt. Fjalët tuaja janë këtu.

### Detyrat
tasks-filter = Cilat detyra
tasks-all = Krejt
tasks-open = Të hapura
tasks-late =
    { $count ->
        [one] { $count } vonë
       *[other] { $count } vonë
    }
tasks-none = Ende asnjë detyrë
tasks-none-why = Detyra thotë kush bën çka deri kur.
tasks-mine-none = Agjencia juaj nuk ka detyrë të hapur
tasks-mine-none-why = Të rejat shfaqen edhe në radhë.
task-new = Detyrë e re
task-title = Çka duhet bërë
task-text = Më shumë për të
task-agency = Kush e bën
task-where = Ku
task-due = Deri kur
task-risk = Një jetë varet nga ajo
task-send = Dërgo detyrën
task-needs-title = Thoni çka duhet bërë.
task-needs-reason = Thoni pse tërhiqet.
task-state-sent = Dërguar
task-state-acknowledged = Lexuar
task-state-started = Nisur
task-state-done = Kryer
task-state-cancelled = Tërhequr
task-cell-sent = Dërguar
task-cell-read = Lexuar
task-cell-unread = Palexuar
task-cell-started = Nisur
task-cell-done = Kryer
task-cell-due = Afati
task-cell-cancelled = Fundi
task-cancelled = tërhequr
task-left = edhe { $span }
task-over = { $span } vonë
task-was-early = { $span } herët
task-was-late = { $span } vonë
task-outcome = Rezultati: { $text }
task-incident = Te incidenti
task-changed = Dikush e ndryshoi detyrën ndërkohë. Shikoni edhe një herë.
task-do-acknowledge = E lexova
task-do-start = Nis
task-do-done = U krye
task-do-cancel = Tërhiq
task-ask-outcome = Çka doli prej saj
task-ask-reason = Pse tërhiqet

### Kush e sheh
who-will-see = Kush do ta shohë?
who-will = do ta shohë:
who-will-short = do ta shohë
who-in-words = Me fjalë:
who-narrow = Tani mund ta ngushtoni; për ta zgjeruar më vonë duhet oficer i dytë.
who-can =
    { $count ->
        [one] { $list } mund ta lexojë.
       *[other] { $list } mund ta lexojnë.
    }
who-cannot = Partnerët jashtë dhe publiku jo.
who-cannot-public = Publiku jo.
who-public-sentence = Të gjithë mund ta lexojnë, edhe publiku.
who-nobody = Askush nuk mund ta lexojë.
who-everyone = të gjithë, edhe publiku
who-group =
    { $members ->
        [one] { $name } ({ $members } agjenci)
       *[other] { $name } ({ $members } agjenci)
    }
who-persons =
    { $count ->
        [one] { $count } person me emër
       *[other] { $count } persona me emër
    }
who-nation = partnerët e { $code }
who-more =
    { $count ->
        [one] edhe { $count } agjenci
       *[other] edhe { $count } agjenci
    }
who-not-public = Jo publiku
who-not-abroad-public = Jo partnerët jashtë, jo publiku
who-needs-level = vetëm me certifikim { $level } të { $policy }
who-needs-category = vetëm me { $name }
label-failed = Nuk dihet kush do ta shohë: nuk erdhi përgjigje.
label-own-agency = Vetëm agjencia ime
label-civprot = Mbrojtja civile kombëtare
label-civprot-and-energy = Mbrojtja civile dhe energjia
label-public = Të gjithë
label-default = Lexuesit e zakonshëm
label-held = Kufizohet te lexuesit e asaj së cilës i përket.
below-lead = Nën atë që është e hapur.
below-readers = Këta do ta lexonin këtë dhe nuk e lexojnë atë që është hapur: { $list }.
below-level = Kërkon nivel më të ulët.
below-categories = Nuk kërkon { $list }.
below-purposes = Mund të përdoret për më shumë qëllime.
below-controls = Lë jashtë { $list }.
refusal-label-wider-than-source = Këtë do ta lexonin më shumë njerëz se atë së cilës i përket. Zgjidhni lexues të tjerë.
refusal-label-4774-none = Kjo nyje nuk ka fjalë të STANAG 4774.
refusal-label-4774-unknown = Etiketa STANAG 4774 u refuzua: “{ $what }” nuk njihet këtu.

### Etiketa e të tjerëve
label-paste = Ngjit një etiketë
label-pasted = Etiketë e ngjitur
label-pasted-lost = Etiketa e ngjitur nuk mund të merret këtu.
label-whole = Etiketa
paste-why = Një etiketë që erdhi me atë që ju dërguan: dokument STANAG 4774, ose fjalë e TLP 2.0 me emrat e saj. Leximi nuk shkruan asgjë.
paste-text = Çka ju dërguan
paste-words = Fjalët e TLP 2.0
paste-word-clear = Për të gjithë. Nuk emëron askënd.
paste-word-green = Për një bashkësi. Emëroni grupet e saj.
paste-word-amber = Për agjencitë dhe ata klientë të tyre që duhet ta dinë. Emëroni agjencitë, dhe klientët nëse ka.
paste-word-amber-strict = Vetëm për agjencitë. Emërojini.
paste-word-red = Vetëm për persona. Emërojini.
paste-groups = Grupet e bashkësisë
paste-recipients = Agjencitë që e marrin
paste-clients = Klientët e tyre, nëse ka
paste-me = Unë, { $name }
paste-persons = Identifikuesit e të tjerëve, secili në një rresht
paste-do = Lexoje
paste-take = Merre këtë etiketë
paste-comes-to = Çka del prej saj
paste-nothing = Ngjitni më parë një etiketë, ose zgjidhni një fjalë.
paste-other = Kjo nuk është as dokument, as fjalë e TLP 2.0. Fjalët janë { $list }.
paste-old = TLP:WHITE është e versionit 1.0, që mbaroi në vitin 2022. Pyetni dërguesin çka nënkupton tani. Nëse mund ta shohin të gjithë, ajo është TLP:CLEAR.
paste-too-large = Dokumenti ka { $size }; hyjnë deri në 256 KiB. Asgjë nuk u dërgua.
paste-nameless = Emëroni të paktën një.
paste-id-bad = “{ $what }” nuk është identifikues i një personi. Kërkojeni nga personi ose nga agjencia.
paste-usual-lead = Nën të zakonshmen.
below-usual-readers = Këta do ta lexonin këtë dhe nuk janë ndër lexuesit e zakonshëm: { $list }.
paste-nobody = Askush nuk do të mund ta lexonte, as ju. Pyetni dërguesin për kë është.
paste-part-policy = Kjo është politika e saj. Kjo nyje nuk vepron sipas saj, ose e njeh me identifikues tjetër të objektit.
paste-part-classification = Ky është niveli i saj. Politika nuk ka nivel të tillë këtu.
paste-part-category = Kjo është një kategori. Këtu nuk ka asnjë me atë emër, ose thuhet ndryshe.
paste-part-value = Ky është një emër brenda një kategorie. Askush dhe asgjë me atë emër nuk njihet këtu.
paste-part-root = Ajo etiketon metadatat e jo përmbajtjen.
paste-part-extension = Kjo pjesë nuk është e standardit.
paste-part-succession = Ajo thotë si ndryshon më vonë. Këtu një etiketë nuk ndryshon kurrë vetë.
paste-part-privacy-mark = Ky është shënim me fjalë të lira. Këtu nuk njihet asnjë.
paste-whole = Asgjë prej saj nuk u mor: një pjesë e lënë jashtë do të lejonte njerëz që ajo i mban jashtë.
words-level = Niveli
words-no-level = asnjë
words-no-tlp = pa fjalë: { $list }
words-not-level = kërkon nivel
words-not-need = kërkon kategori
words-not-purpose = është e lidhur me një qëllim
words-not-clauses = lexuesit nuk janë një listë e vetme emrash
words-not-mixed = lexuesit janë të disa llojeve
words-not-controls = kufizon trajtimin
words-until = Nuk lexohet më nga
words-copy = Kopjo dokumentin
words-on-record = Që e shikuat etiketën mbetet e regjistruar, si kur hapet vetë gjëja.
names-find = Gjej
names-chosen = Të zgjedhurit: { $of }
names-offered = Për zgjedhje: { $of }
names-found = { $count ->
    [one] { $count } emër përputhet
   *[other] { $count } emra përputhen
}
refusal-label-4774-invalid = Kjo nuk është etiketë e STANAG 4774.
refusal-label-4774-policies = Ka nivele të disa politikave, ndërsa një etiketë STANAG 4774 ka një.
refusal-label-4774-wordless = Një pjesë e saj nuk ka fjalë në STANAG 4774 këtu, dhe nuk del e përgjysmuar. Fjalën e shton operatori në profil.
refusal-label-4774-unwritten = Nuk mund të shkruhet si etiketë STANAG 4774.
refusal-label-tlp = Fjala dhe emrat e saj nuk përputhen.
refusal-label-bad = Nga kjo nuk del etiketë e vlefshme.

### Paralajmërimi
warning-new = Paralajmërim i ri
warnings-drafts = Në përgatitje
warnings-filter = Cilat paralajmërime
warnings-in-force = Në fuqi
warnings-all = Krejt
warnings-none = Asnjë paralajmërim nuk është në fuqi
warnings-none-why = Paralajmërimet e lëshuara rrinë këtu derisa të skadojnë.
drafts-none = Asgjë nuk është në përgatitje
drafts-none-why = Paralajmërimin e shkruan një oficer dhe e miraton një tjetër.
message-alert = Paralajmërim
message-update = Përditësim
message-cancel = Anulim
content-event = Ngjarja
content-severity = Sa e rëndë
content-urgency = Sa shpejt
content-certainty = Sa e sigurt
content-in-force = Në fuqi
content-from = Nis
content-until = Mbaron
content-to = deri
content-till-dtg = deri { $dtg }
content-headline = Titulli
content-description = Çka po ndodh
content-instruction = Çka të bëni
content-instruction-steps = Çka të bëni, një hap për rresht
when-day = { $name }: dita
when-time = { $name }: ora, 24 orë
when-bad = Shkruani kohën si 21:50.
areas-add = Shto komunë
areas-placeholder = Prizren, Призрен, 20
areas-chosen = Komunat e zgjedhura
areas-offered = Komunat për t’u zgjedhur
areas-none = Asnjë komunë nuk është zgjedhur.
areas-no-match = Asnjë emër nuk përputhet. Shenjat mund të lihen; cirilica gjen latinicën.
areas-found =
    { $count ->
        [one] { $count } përputhet
       *[other] { $count } përputhen
    }
areas-remove = Hiq { $name }
draft-where = Ku
draft-words = Fjalët
draft-previews = Pamjet
draft-decide = Vendos
draft-finish = Dorëzo
draft-progress = Ecuria
draft-of-incident = për incidentin
draft-people = Njerëz brenda
draft-boundaries = Kufijtë
boundaries-approximate = të përafërt
boundaries-imported = të importuar
draft-municipalities = Komunat
draft-languages = Gjuhët
draft-writers = Shkruar nga
draft-left-out = Gjuhë zyrtare pa tekst
draft-left-out-why = Shkruajeni, ose thoni pse lihet.
draft-left-out-reason = Arsyeja, 10 shkronja e më shumë
draft-left-out-silent = Nuk u dha arsye.
draft-write-it = Shkruaje
draft-texts = Tekstet sipas gjuhës
draft-required = E detyrueshme këtu
draft-visitors = Vizitorë
draft-lengths = Titulli { $headline } nga { $headlineMax } · teksti { $text } nga { $textMax }
draft-saving = Po ruhet
draft-saved = U ruajt { $time }
draft-unsaved = Ende pa ruajtur; është në këtë shfletues
draft-save-first = Ruaj projektin
draft-save = Ruaj
draft-submit = Dorëzo për miratim
draft-withdraw = Tërhiq
draft-withdraw-why = Pse lihet
draft-sees = Projektin e sheh
draft-public-later = Publiku e sheh vetëm kur oficeri i dytë e miraton dhe lëshohet.
draft-blocked =
    { $count ->
        [one] { $count } gjë duhet rregulluar së pari. Qëndron nën tekste.
       *[other] { $count } gjëra duhen rregulluar së pari. Qëndrojnë nën tekste.
    }
draft-changed = Projekti ndryshoi ndërkohë. Lexojeni edhe një herë, pastaj vendosni.
draft-sent-back = U kthye:
draft-state-draft = Po shkruhet
draft-state-submitted = Pret oficerin e dytë
draft-state-approved = I miratuar, ende i palëshuar
draft-state-refused = I kthyer
draft-state-issued = I lëshuar
draft-state-withdrawn = I tërhequr
step-drafted = U shkrua
step-submitted = U dorëzua
step-second = Oficeri i dytë
step-out = Jashtë
step-not-yet = ende jo
findings = Vërejtjet
findings-after-save = Vërejtjet dhe pamjet vijnë me ruajtjen e parë.
findings-none = Asgjë nuk mungon
findings-numbers-agree = Numrat dhe orët përputhen
findings-dotted = Shifrat me vijë pikash krahasohen mes gjuhëve.
findings-count = { $blocking } për të rregulluar, { $asking } për të parë
finding-blocks = Për të rregulluar:
finding-asks = Për të parë:
finding-show = Trego
channels = Si e marrin njerëzit
channels-language = Gjuha e pamjes
channels-later = Tekstet e shkurtra bëhen kur ruhet projekti.
channels-exercise = Kjo nyje është për ushtrime: asnjë portë e vërtetë nuk e merr këtë mesazh.
channels-real = Faqja publike dhe burimet e tregojnë sapo të lëshohet.
channel-sms = Mesazh me tekst
channel-sms-parts =
    { $parts ->
        [one] { $parts } pjesë, { $encoding }
       *[other] { $parts } pjesë, { $encoding }
    }
channel-cell = Transmetim celular
channel-cell-pages =
    { $pages ->
        [one] { $pages } faqe
       *[other] { $pages } faqe
    }
channel-page = Faqja publike
channel-page-langs = { $langs }
channel-feed = Burimet
channel-name-page = Faqja publike
channel-name-atom = Burimi Atom
channel-name-rss = Burimi RSS
decide-yours = Vendimi juaj
decide-approved = I miratuar
decide-exactly = Miratoni pikërisht këtë tekst, zonë dhe kohë. Çdo ndryshim kërkon shikim të ri.
decide-content = përmbajtja { $hash }
decide-left = edhe { $time }
decide-over = koha kaloi
decide-approve = Mirato paralajmërimin
decide-approve-exercise = Mirato paralajmërimin e ushtrimit
decide-send-back = Ktheje
decide-send-back-why = Çka duhet ndryshuar
decide-opens = Hapet kur shënohen të tria.
decide-needs-ticks = Shënoni së pari të tria.
decide-waits = Pret oficerin e dytë.
decide-issue-why = Oficeri i dytë miratoi pikërisht këtë përmbajtje. Lëshimi e vë menjëherë në faqen publike dhe në burime.
decide-issue = Lësho paralajmërimin
decide-issue-exercise = Lësho paralajmërimin e ushtrimit
decide-open-warning = Hap paralajmërimin
decide-edit = Ndrysho tekstin
decide-edit-voids = Kthehet në projekt dhe çdo miratim bie.
tick-languages =
    { $count ->
        [one] E lexova gjuhën e vetme
       *[other] I lexova të { $count } gjuhët
    }
tick-area =
    { $count ->
        [one] E shikova komunën
       *[other] I shikova { $count } komunat
    }
tick-figures = I krahasova orët dhe numrat
tick-left-out = { $languages } mund të vijnë më vonë
warning-open = Hap
warning-facts = Ku qëndron
warning-words = Fjalët
warning-state-in-force = në fuqi
warning-state-updated = i përditësuar
warning-state-cancelled = i anuluar
warning-state-expired = i skaduar
warning-state-all-clear = rreziku kaloi
warning-left = Edhe
warning-sent = Lëshuar
warning-earlier = paralajmërimi i mëparshëm
warning-stands = Ku qëndron
warning-public-page = Faqja publike
warning-cap = Mesazhi CAP
warning-followed = Një mesazh i mëvonshëm ia zuri vendin.
warning-update = Përditëso
warning-cancel = Anulo kudo
warning-over = Me këtë paralajmërim nuk mbetet asgjë për të bërë.
warning-cancel-what = Paralajmërimi tërhiqet në faqen publike dhe në çdo burim, me njoftim në çdo gjuhë se rreziku kaloi.
warning-cancel-alone = Anulo kudo tani
warning-cancel-alone-why = E lëshuat ju, prandaj deri në { $time } mund ta anuloni vetë, menjëherë.
warning-cancel-two = Shkruaj anulim për dy veta
warning-cancel-two-why = Përndryshe e shkruani anulimin dhe e miraton oficeri i dytë.
warning-cancel-not = Lëre në fuqi

### Më shumë
more-me = Kush jeni këtu
more-person = Emri
more-agency = Agjencia
more-roles = Rolet
more-purpose = Qëllimi
more-until = Sesioni deri
more-node = Nyja
more-exercise-only = vetëm ushtrime
more-time = Koha
more-reading = Si lexoni
more-language = Gjuha
more-theme = Drita
theme-system = Si sistemi
theme-light = E çelët
theme-dark = E errët
more-leave = Dalja
more-leave-why =
    { $count ->
        [0] Sesioni mbaron dhe asgjë nuk mbetet në këtë shfletues.
        [one] Sesioni mbaron. { $count } tekst i padërguar në këtë shfletues hidhet.
       *[other] Sesioni mbaron. { $count } tekste të padërguara në këtë shfletues hidhen.
    }
more-leave-do = Mbaro sesionin
purpose-civil-protection = Mbrojtja civile
purpose-public-order = Rendi publik
purpose-cyber-defence = Mbrojtja kibernetike
purpose-infrastructure = Mbrojtja e infrastrukturës
purpose-state-security = Siguria e shtetit
purpose-oversight = Mbikëqyrja
keys-title = Tastet
keys-lead = Shkronjat e vetme veprojnë kur asnjë fushë teksti nuk është aktive.
keys-single = Shkronjat e vetme veprojnë
keys-group-everywhere = Kudo
keys-group-queue = Radha
keys-group-incident = Incidenti
keys-find = gjej ose bëj
keys-desk = te kujdestaria
keys-incidents = te incidentet
keys-warnings = te paralajmërimet
keys-oversight = mbikëqyrja
keys-new-incident = incident i ri
keys-new-warning = paralajmërim i ri
keys-pane = paneli tjetër
keys-back = një hap prapa
keys-all = të gjitha tastet
keys-down = poshtë
keys-up = lart
keys-take = merr në dorë
keys-link = lidh
keys-dismiss = pa rëndësi
keys-release = ktheje, zhbëj
keys-open-cap = hap skedar CAP
keys-entry = shënim në ditar
keys-task = detyrë e re
keys-who = kush e sheh
keys-send = shto në ditar
palette-placeholder = Vend, gjë ose vepër
palette-places = Vendet
palette-things = Gjërat
palette-deeds = Bëj
palette-failed = Gjërat nuk u kërkuan dot: nuk erdhi përgjigje.
palette-hint = ë, ç, š, ž, đ mund të lihen. Cirilica gjen të njëjtën: Призрен.
deed-new-incident = Hap incident të ri
deed-new-warning = Shkruaj paralajmërim
deed-warn-here = Shkruaj paralajmërim për { $place }
deed-open-cap = Hap skedar CAP
deed-desk = Te kujdestaria
deed-incidents = Te incidentet
deed-warnings = Te paralajmërimet
deed-tasks = Te detyrat e agjencisë sime
deed-quarantine = Te karantina
deed-health = Shiko makinat dhe burimet
deed-settings = Gjuha, drita, sesioni
deed-keys = Të gjitha tastet
deed-lang-sq = Shqip
deed-lang-sr = Srpski
deed-lang-en = English
deed-light = Sfond i çelët
deed-dark = Sfond i errët
kind-report = raport
kind-bulletin = buletin
kind-observation = vëzhgim
kind-alarm = alarm
kind-incident = incident
kind-entry = shënim
kind-task = detyrë
kind-draft = projekt
kind-warning = paralajmërim
kind-assessment = vlerësim
kind-delivery = dorëzim
kind-decision = vendim
kind-link = lidhje
kind-source = burim
language-sq = Shqip
language-sr = Serbisht
language-en = Anglisht
language-tr = Turqisht
language-bs = Boshnjakisht

### Refuzimet
refusal-act-role = Roli juaj nuk e lejon këtë.
refusal-act-role-who = Roli juaj nuk e lejon këtë. Duhet: { $roles }.
refusal-act-reach = Kjo është jashtë asaj që mund të bëjë agjencia juaj.
refusal-act-policy = Një rregull i kësaj nyjeje e ndalon: { $words }
refusal-act-condition = Roli juaj e lejon vetëm me një kusht që tani nuk plotësohet: { $words }
refusal-act-policy-broken = Një rregull i kësaj nyjeje nuk mundi të vlerësohej, prandaj kjo u refuzua. Njoftoni operatorin.
refusal-entry-other-agency = Shënimin e korrigjon vetëm agjencia që e shkroi.
refusal-entry-unchanged = Asgjë nuk u ndryshua.
refusal-entry-reason-missing = Vendimi kërkon arsyen.
refusal-incident-closed = Incidenti është i mbyllur. Rihapeni, ose hapni një të ri.
refusal-incident-not-closed = Incidenti nuk është i mbyllur.
refusal-incident-unchanged = Asgjë nuk u ndryshua.
refusal-incident-needs-person = Këtë duhet ta bëjë një njeri.
refusal-task-already-read = Detyra është lexuar tashmë.
refusal-task-already-started = Detyra ka nisur tashmë.
refusal-task-ended = Detyra ka mbaruar.
refusal-task-other-agency = Këtë e bën vetëm agjencia së cilës iu dha detyra.
refusal-task-due-past = Afati ka kaluar. Vini një më të vonshëm.
refusal-task-needs-person = Këtë duhet ta bëjë një njeri.
refusal-report-photos = Fotografitë nuk janë kurrë publike.
refusal-report-no-photo = Raporti nuk ka fotografi të tillë. Shikojeni përsëri.
refusal-report-withheld = Kjo fotografi nuk i shfaqet më askujt.
refusal-text-missing = Mungon një tekst.
refusal-text-too-long = Një tekst është tepër i gjatë.
refusal-text-control = Një tekst ka shenjë që nuk shihet. Shkruajeni përsëri.
refusal-time-in-the-future = Koha është në të ardhmen.
refusal-triage-taken = Një koleg e ka këtë sinjal në dorë.
refusal-triage-yours = Këtë sinjal e keni tashmë në dorë.
refusal-triage-not-taken = Askush nuk e ka këtë sinjal në dorë. Merreni së pari.
refusal-triage-not-yours = Një koleg e ka këtë sinjal në dorë.
refusal-triage-settled = Sinjali tashmë është lidhur ose lënë anash.
refusal-triage-unchanged = Sinjali tashmë është vlerësuar kështu.
refusal-warning-same-person = Ju shkruat një pjesë të këtij, prandaj e miraton dikush tjetër.
refusal-warning-content-changed = Përmbajtja ndryshoi që kur e lexuat. Lexojeni edhe një herë.
refusal-warning-decide-within = U dorëzua para më shumë kohe se lejohet. Duhet dorëzuar përsëri.
refusal-warning-decided-too-late = Koha për vendim kaloi. Duhet dorëzuar përsëri.
refusal-warning-not-approved = Asnjë oficer i dytë nuk e ka miratuar.
refusal-warning-not-draft = Nuk është më projekt.
refusal-warning-not-ready = Diçka duhet rregulluar para se të dorëzohet.
refusal-warning-not-submitted = Nuk është dorëzuar.
refusal-warning-not-yours = Këtë e bëjnë vetëm ata që e shkruan.
refusal-warning-over = Ky paralajmërim ka përfunduar.
refusal-warning-not-in-force = Ky paralajmërim nuk është më në fuqi.
refusal-warning-unchanged = Asgjë nuk u ndryshua.
refusal-warning-undecided = Pret vendim.
refusal-warning-needs-person = Këtë duhet ta bëjë një njeri.
refusal-warning-cancel-alone = Koha në të cilën mund ta anulonit vetë kaloi. Duhen dy oficerë.
refusal-write-owner = Agjencia juaj nuk e zotëron këtë.
refusal-write-blind = Do të shkruanit diçka që nuk do ta lexonit dot. Zgjidhni lexues të tjerë.
refusal-write-exercise = Ushtrimi nuk shkruan atë që i takon punës së vërtetë.
refusal-people-self = Askush nuk i jep dhe nuk i merr asgjë vetes. Pyetni një administrator tjetër të agjencisë suaj.
refusal-people-other-agency = Ky person vepron për një agjenci tjetër.
refusal-people-not-yours = Agjencia juaj nuk e ka “{ $word }”, prandaj nuk mund ta japë.
refusal-people-group-category = “{ $group }” pranon vetëm persona me kategorinë e tij. Jepni edhe kategorinë.
refusal-people-form = Diçka mungon ose nuk përputhet: emri, baza, rishikimi brenda dy vjetësh, gjuha, ose fundi pas fillimit.
refusal-people-ended = Kjo e drejtë ka përfunduar tashmë.
refusal-people-unchanged = Këtë e ka tashmë.
refusal-people-waiting = Shumë ndryshime presin. Vendosni më parë për disa prej tyre.
refusal-people-full = Nyja mban aq persona sa mundet.
refusal-people-decided = Për këtë është vendosur tashmë.
refusal-people-not-your-change = Vetëm kush e ka kërkuar e tërheq.
refusal-people-same-person = Këtë e keni kërkuar ju, prandaj e konfirmon një administrator tjetër.
refusal-people-content-changed = Kjo nuk është ajo që patë. Lexojeni siç është.
refusal-people-stale = Të drejtat kanë ndryshuar ndërkohë. Tërhiqeni dhe propozojeni përsëri.
refusal-people-proposer = Kush e propozoi nuk është më administrator. Refuzojeni dhe propozojeni përsëri.
refusal-people-login = Emri nuk jep fjalë për hyrje. Jepni një.
refusal-people-login-taken = Dikush tjetër i agjencisë suaj hyn me këtë fjalë.
refusal-people-exercise = Personat dhe rregullat nuk janë pjesë e ushtrimit. Hyni jashtë tij.

### Vërejtjet
finding-check-area-empty = Asnjë komunë nuk është zgjedhur. Zgjidhni ku vlen.
finding-check-area-many = Paralajmërimi ka më së shumti { $max } zona.
finding-check-area-unknown = { $area } nuk është zonë e këtij profili.
finding-check-area-unserved = Zona { $area } nuk merr tekst në asnjë gjuhë zyrtare të vetën. Shkruani njërën.
finding-check-expired = Paralajmërimi do të kishte skaduar para se të dalë. Vini fund më të vonshëm.
finding-check-expires-before-onset = Paralajmërimi mbaron para se të nisë. Vini fund më të vonshëm.
finding-check-too-long = Paralajmërimi do të vlente më shumë se 7 ditë. Vini fund më të hershëm dhe përditësojeni atëherë.
finding-check-hazard-unknown = { $hazard } nuk është ngjarje e këtij profili.
finding-check-language-missing = { $language }: gjuhë zyrtare atje dhe mungon. Shkruajeni, ose lëreni me arsye.
finding-check-left-out-reason = { $language }: e lënë pa arsye. Thoni pse në 10 shkronja e më shumë.
finding-check-left-out-written = { $language }: e shkruar dhe e lënë. Hiqni arsyen ose tekstin.
finding-check-text-missing = { $language }: një fushë është e zbrazët. Shkruani { $field ->
        [headline] titullin
        [description] çka po ndodh
       *[other] çka të bëhet
    }.
finding-check-text-long = { $language }: { $field ->
        [headline] titulli
        [description] teksti se çka po ndodh
       *[other] teksti se çka të bëhet
    } është më i gjatë se { $max } shenja.
finding-check-text-placeholder = { $language }: në tekst ka kllapa të mbetura. Plotësoni ose hiqni atë që qëndron aty.
finding-check-text-control = { $language }: një shenjë nuk shihet. Shkruajeni përsëri.
finding-check-numbers-differ = { $language }: këtu mungojnë numra të gjuhës tjetër: { $lacks }. Krahasoni tekstet.
finding-check-times-differ = { $language }: këtu mungojnë orë të gjuhës tjetër: { $lacks }. Krahasoni tekstet.

# The map.
map = Harta
map-name = Harta e asaj që mund ta lexoni: { $count } gjëra. Lista anash i mban të gjitha.
map-layers = Shtresat
map-layers-close = Mbyll shtresat
map-counts = Numrat mbajnë vetëm atë që mund ta lexoni.
map-more = Ka më shumë sesa tregon harta: ngushtoni shtresat ose shikoni listën.
map-layer-signals = Sinjalet, incidentet
map-layer-gauges = Matësit e lumenjve
map-layer-units = Njësitë
map-layer-shelters = Strehimet
map-layer-facilities = Objektet
map-layer-tasks = Detyrat
map-layer-warnings = Paralajmërimet, skicat
map-find = Vendi, Место, MGRS
map-find-name = Shko te një vend, referencë rrjeti, ose gjerësi e gjatësi gjeografike
map-find-nothing = Nuk ka vend me këtë emër. Fshatrat mund të mungojnë: provoni komunën.
map-draw = Vizato
map-measure = Mat
map-list = Lista
map-list-name = Në hartë, si listë
map-list-find = Emri ose numri
map-list-rest = Edhe { $count }: shkruani një pjesë të emrit.
map-list-empty = Këtu nuk ka asgjë që mund ta lexoni.
map-view = Pamja
map-closer = Më afër
map-farther = Më larg
map-whole = I gjithë vendi
map-seats = Pikat janë selitë: kufijtë nuk janë futur
map-no-ground = Harta nuk erdhi
map-no-ground-why = Linja është e ngadaltë ose e prerë. Radha dhe ajo që keni në dorë punojnë pa të.
map-no-picture = Harta nuk mund të vizatohet këtu
map-no-picture-why = Ky shfletues nuk jep WebGL. Gjithçka që është në hartë është në listë.
map-sketch-first = Shtypni në hartë, ose lëvizeni nën kryq dhe shtypni Enter.
map-sketch-here = Pikë te kryqi
map-sketch-undo = Ktheje
map-sketch-end = Mbaro
map-draw-more = Tri pika bëjnë një zonë.
map-draw-crossed = Zona e pret vetveten: ktheni pikën e fundit.
map-draw-close = Mbyll zonën
map-draw-nowhere = nuk prek asnjë komunë
map-draw-warning = Paralajmërim i ri këtu
draft-drawn = E vizatuar në hartë: paralajmërimi vlen brenda kësaj forme.
draft-undraw = Hiqe formën
time-name = Koha: pamja e një çasti të 24 orëve të fundit
time-day = 24 orë
time-now = tani { $time }
time-live = Drejtpërdrejt
time-drag = tërhiq për të parë
time-past = E kaluara
time-play = Luaje ditën
time-stop = Ndal
past-picture = Pamja e orës { $time }
past-shut = Leximi vazhdon, shkrimi është i mbyllur.
hand-now = Shfaqet siç është tani.
past-back = Kthehu te tani
keys-group-map = Harta
keys-layers = shtresat
keys-earlier = më herët
keys-later = më vonë
kind-unit = Njësi
kind-facility = Objekt
kind-shelter = Strehim
refusal-past-shut = Shfaqet një çast i së kaluarës. Kthehuni te tani për të shkruar.
fact-whose = I takon
fact-room = Vend për
fact-period = Lajmërohet çdo
thing-boat = Varkë
thing-pump = Pompa
thing-fire = Zjarrfikës e shpëtim
thing-medical = Mjekësore
thing-patrol = Patrullë
thing-hospital = Spital
thing-fire-station = Stacion zjarrfikës
thing-substation = Nënstacion
thing-school = Shkollë
thing-dam = Digë
thing-bridge = Urë
thing-state-available = e lirë
thing-state-on-the-way = në rrugë
thing-state-working = në punë
thing-state-resting = në pushim
thing-state-out = jashtë
thing-state-open = hapur
thing-state-limited = e kufizuar
thing-state-full = plot
thing-state-closed = mbyllur

signal-alike = Duket si
signal-alike-hint = Shenjë nga makina. Asgjë nuk lidhet derisa ta bëni ju.
report-public = Çfarë është publike
report-shown-waiting = Asgjë nuk është publike. Askush nuk ka vendosur ende.
report-shown-published = Publike, me fjalët e një zyrtari:
report-shown-rejected = Asgjë prej tij nuk do të jetë publike.
report-shown-hidden = Ishte publike dhe nuk është më.
report-told = Raportuesit i thuhet: { $progress }.
report-progress = Si qëndron puna
report-progress-received = ka mbërritur
report-progress-in-hand = dikush po punon
report-progress-done = është kryer
report-progress-passed-on = i takon dikujt tjetër
report-nobody = Dorëzuar pa emër, ose jo për ju.
report-publish = Publiko një njoftim
report-publish-again = Ndrysho njoftimin
report-reject = Refuzo
report-reject-what = Asgjë nga ky raport nuk do të jetë publike. Mbetet në radhë për ata që punojnë me të.
report-hide = Tërhiqe
report-hide-what = Njoftimi nuk shfaqet më. Numri i tij mbetet, pa fjalë.
report-answer = Përgjigju raportuesit
report-answer-words = Me fjalë (mund të jetë bosh)
report-answer-who = E lexon kush ka kodin e raportit.
report-changed = Dikush tjetër vendosi ndërkohë. Shikoni sërish, fjalët tuaja janë këtu.
report-came = Siç erdhi. Asgjë nuk merret vetvetiu.
report-words = Çfarë do të lexojnë të gjithë
report-words-why = Pa emra, pa numra telefoni, pa numra shtëpish.
report-words-missing = Shkruani çfarë do të lexojnë të gjithë.
report-words-lang = Gjuha e këtyre fjalëve
report-note = Çfarë po bëhet (mund të jetë bosh)
report-done = Është kryer tashmë
report-where = Ku: { $place }, i rrumbullakosur
report-where-round = afërsisht atje
report-sees-all = Këtë mund ta lexojnë të gjithë.
report-grounds = Për cilat arsye
report-grounds-names = Përmend njerëz
report-grounds-twice = Tashmë publike me numër tjetër
report-grounds-wrong = Jo për këtë agjenci
report-grounds-untrue = Doli e pavërtetë
report-grounds-whom = Arsyet i lexojnë agjencitë. Raportuesit nuk i thuhen.
report-who = Kush e dorëzoi
report-who-sealed = Vulosur veçmas nga raporti { $number }
report-who-warning = Hapja regjistrohet: { $name }, ky çast, ky qëllim. Mbikëqyrësi e lexon atë regjistër.
report-who-purpose = Qëllimi juaj
report-who-sure = Më duhet për të ndihmuar ose për të pyetur, për këtë qëllim
report-who-tick = Së pari shënoni se ju duhet.
report-who-open = Hape, me regjistrim
report-who-opened = Hapja juaj u regjistrua. Largohet nga ekrani kur ta mbyllni.
report-who-name = Emri
report-who-phone = Telefoni
report-who-mail = Posta
report-who-unsaid = nuk është thënë
report-who-close = Mbyll dhe harro
report-photos-careful = Mund të tregojnë njerëz ose të jenë të rënda për t’u parë. Nuk janë publike dhe nuk do të bëhen kurrë.
report-photos-show = Shfaq fotografitë
report-photo-of = Fotografia { $number } nga { $count }
report-photo-alt = Fotografia { $number } nga { $count } që erdhi me raportin { $report }
report-photo-open = Hap fotografinë { $number } të madhe
report-photo-gone = Fotografia { $number } nuk i shfaqet më askujt: “{ $reason }”
report-photo-broken = Fotografia { $number } nuk mund të shfaqet. Provoni përsëri ose njoftoni operatorin.
report-photo-before = E mëparshmja
report-photo-next = Tjetra
report-photo-private = Jo publike
report-withhold = Hiq nga pamja
report-withhold-what = Kjo fotografi nuk i shfaqet më askujt dhe këtu nuk mund të kthehet. Mbetet e vulosur derisa të fshihet ose t’i kalojë afati.
report-withhold-person = Njihet dikush që s’ka të bëjë me këtë
report-withhold-cruel = Është e rëndë për t’u parë dhe nuk i ndihmon askujt
report-withhold-other = S’ka të bëjë me raportin
report-photos = { $count ->
    [one] Me të erdhi një fotografi.
   *[other] Me të erdhën { $count } fotografi.
}

## Alarmet dhe shënimet e shënjuara
alarm-which = Cili lloj
alarm-all = Të gjitha
alarm-bulk = Shumë të hapura
alarm-canary = Shënim i shënjuar
alarm-export-bulk = Shumë të nxjerra
alarm-canary-said = U hap, ose u nxor në skedar, një shënim i shënjuar
alarm-export-said = { $count ->
    [one] { $count } shënim doli nga nyja në skedarë brenda një dite
   *[other] { $count } shënime dolën nga nyja në skedarë brenda një dite
}, më shumë se sa mund të marrë një person
alarm-second = Personi i dytë
alarm-id = Identifikuesi
alarm-marked = U shënjua sepse
alarm-when = Kur
alarm-what-out = Çfarë u nxor
alarm-moved = Dikush e gjykoi ndërkohë. Kështu është tani: gjykojeni sërish, ose lëreni.
over-show-alarm = Alarme
over-act-canary = hapi një shënim të shënjuar
over-act-export-bulk = nxori shumë
canary-head = Shënime të shënjuara
canary-list = Lista e shënjimeve
canary-why = Shënime që askush nuk ka arsye t’i hapë. Kush e hap një të tillë merr atë që do të merrte gjithsesi, dhe ju njoftoheni. Nëse ka diçka nën një identifikues nuk i thuhet askujt, as këtu.
canary-empty = Asnjë shënim nuk është i shënjuar.
canary-more = Shfaq të tjerat, edhe { $count }
canary-set = Shënjo një shënim
canary-set-short = Shënjo
canary-set-again = Shënjoje sërish
canary-set-what = Ju shënjoni një identifikues. Nuk ju thuhet nëse ka diçka nën të, dhe që është i shënjuar e shohin vetëm mbikëqyrësit.
canary-id = Identifikuesi i shënimit
canary-id-bad = Ngjitni një identifikues: 32 shifra dhe shkronja a deri f, me viza.
canary-id-read = Identifikuesi në të:
canary-set-why = Pse vëzhgohet
canary-read = Këtë e lexojnë mbikëqyrësit dhe askush tjetër. Mbetet e regjistruar.
canary-often-planted = U vendos si karrem
canary-often-nobody = Askush nuk ka detyrë atje
canary-often-asked = E kërkoi një agjenci
canary-before = Ishte i shënjuar më parë. Shënjimin e hoqi { $name }, { $when }:
canary-marked = Shënimi u shënjua.
canary-lift = Hiq shënjimin
canary-lift-of = Hiq shënjimin nga { $id }
canary-lift-what = Që tani nuk njoftoheni kush e hap { $id }. Ajo që u njoftua më parë mbetet.
canary-lift-why = Pse hiqet
canary-often-over = Nuk duhet më
canary-often-work = Tani ka njerëz me punë atje
canary-often-mistake = Ishte shënimi i gabuar
canary-lifted = Shënjimi u hoq.
canary-gone = Ndërkohë e hoqi një mbikëqyrës tjetër.
canary-moved = Një mbikëqyrës tjetër e ndryshoi ndërkohë. Kështu është tani: shikojeni, pastaj bëjeni sërish.
refusal-canary-set = Ky shënim është tashmë i shënjuar.
refusal-canary-none = Ky shënim nuk është i shënjuar.
refusal-canary-full = Janë shënjuar aq shënime sa mund të shënjohen. Hiqni më parë disa shënjime.
refusal-canary-machine = Një shënim e shënjon një person, kurrë një program.
refusal-judging-nothing = Kjo nuk pret gjykim.
refusal-judging-machine = Leximin e gjykon një person, kurrë një program.
refusal-judging-own = Ky është leximi juaj. Duhet ta gjykojë një mbikëqyrës tjetër.

## Mbikëqyrja
nav-oversight = Mbikëqyrja
tab-oversight = Mbikëqyrja
over-open-head = Lexim i pazakontë
over-open-count = { $count ->
    [one] { $count } pret gjykimin tuaj
   *[other] { $count } presin gjykimin tuaj
}
over-none = Asgjë e pazakontë
over-none-why = Kush hap shumë gjëra të ndryshme për kohë të shkurtër, hap një shënim të shënjuar ose nxjerr shumë qëndron këtu derisa një mbikëqyrës të thotë mendimin.
over-waiting = Pret gjykimin
over-waits = prej { $age }
over-bulk = { $count } gjëra të ndryshme të hapura brenda { $span }
over-since = Filloi
over-judged = Gjykoi
over-justified = I arsyeshëm
over-asked = U pyet agjencia
over-unjustified = Pa arsye
over-do-justified = I arsyeshëm
over-do-asked = Pyet agjencinë
over-do-unjustified = Pa arsye
over-what = Çfarë u lexua
over-why = Pse thoni kështu
over-why-read = Këtë e lexojnë mbikëqyrësit e tjerë. Mbetet e regjistruar, si edhe çka u tha më parë.
over-often-work = Ishte pjesë e punës
over-often-shift = Dorëzim i ndërrimit
over-often-unclear = Arsyeja nuk është e qartë
over-person-code = Personi { $code }
over-everybody = Shfaq të gjithë
over-accesses = Qasjet
over-list = Lista e qasjeve
over-agencies = Të gjitha agjencitë
over-show-all = Të gjitha
over-show-open = Të hapura
over-show-search = Kërkime
over-show-denied = Të refuzuara
over-show-enter = Hyrjet
over-show-export = Eksporte
over-time = Koha
over-who = Kush
over-did = Bëri
over-kind = Ndaj çfarë lloji
over-times = Herë
over-act-open = hapi
over-act-list = pa listën
over-act-search = kërkoi
over-act-stream = ndoqi drejtpërdrejt
over-act-export = nxori jashtë
over-act-denied = u refuzua
over-act-enter = hyri
over-act-enter-refused = nuk u lejua të hyjë
over-act-bulk = hapi shumë
over-older = Më të vjetra
over-empty = Asgjë e tillë nuk është e regjistruar
over-empty-why = Çka shikohet qëndron këtu brenda një minute; nga RESTRICTED e lart para se të shfaqet.
over-note-head = Ju shihni kush, çfarë lloji, pse dhe kur. Nuk shihni çfarë thoshte.
over-note = Emrat mbeten te agjencia: për njerëzit e saj shihni një kod. Për të hapur një shënim, pyesni pronarin e tij.
over-week = 7 ditët e fundit, sipas agjencisë
over-week-none = Askush nuk ka shikuar asgjë.
over-week-since = Ka shumë: numërohet vetëm çka erdhi pas { $when }.
over-not-scored = Veprime sipas zyrës. Njerëzit nuk vlerësohen.
over-logs = Regjistrat
over-logs-good = pa dëmtim
over-logs-wrong = i dëmtuar
over-records = { $count ->
    [one] shënim
   *[other] shënime
} të nënshkruara
over-sealed = Nënshkruar
over-ago = para { $age }
over-unsealed = asnjëherë
over-root = Rrënja
over-take = Merreni kokën me vete
over-check = Koka krahasohet pa lidhje, me
over-rules = Kush çfarë mund të bëjë
over-rules-since = Nyja vepron sipas këtyre rregullave që nga { $when }.
over-rule-forbid = E ndaluar
over-rule-permit = E lejuar
over-rule-text = Teksti i rregullit { $id }
try-rules = Provo një tekst tjetër
try-rules-why = Kontrolli nuk shkruan asgjë: shihni çfarë nuk shkon me një tekst, cilat rregulla ndryshon, dhe kush fiton e kush humb çfarë.
try-text = Teksti, në Cedar
try-check = Kontrolloje
try-undo = Kthehu te teksti i tanishëm
try-faults = { $count ->
    [one] Një gjë nuk shkon me të
   *[other] { $count } gjëra nuk shkojnë me të
 }
try-fault = Rreshti { $line }:
try-fault-rule = Rreshti { $line }, rregulli { $rule }:
try-same = Rregullat janë të njëjta si tani.
try-changed = Rregullat që ndryshojnë
try-rule-new = e re
try-rule-gone = e hequr
try-rule-other = e ndryshuar
try-before = Më parë: { $words }
try-who = Kush fiton dhe kush humb
try-nobody = Askush nuk fiton e nuk humb asgjë prej tij.
try-all-agencies = në çdo agjenci
try-every-agency = çdo agjenci kombëtare
try-every-operator = çdo operator
try-every-oversight = çdo organ mbikëqyrës
try-every-partner = çdo partner
try-every-municipality = çdo komunë
try-gains = fiton
try-loses = humb
try-assurance-1 = me një faktor
try-assurance-2 = me dy faktorë
try-assurance-3 = me çelës kalimi
try-entered-person = një njeri
try-entered-machine = një program
try-entered-player = luajtësi i ushtrimit
try-exercise = në ushtrim
try-real = në punë të vërtetë
try-other-purposes = për çdo qëllim tjetër
over-erased = Të fshira
over-erased-none = Asgjë nuk u fshi.
over-erasure = { $count ->
    [one] { $count } version i mbishkruar
   *[other] { $count } versione të mbishkruara
}
kind-access = qasje
kind-grant = autorizim
kind-moderation = moderim
kind-notice = njoftim
kind-reporter = kush raportoi
kind-exercise = ushtrim
kind-inject = ngjarje e ushtrimit
kind-erasure = fshirje

## Rregullat
nav-rules = Rregullat
tab-rules = Rregullat
deed-rules = Te rregullat se kush çfarë mund të bëjë
keys-rules = rregullat
keys-write = shkruaj rregulla të tjera
keys-confirm = konfirmo
keys-check = kontrollo tekstin
keys-group-rules = Rregullat
try-lines = Teksti i rregullit { $id }, para dhe pas
rules-list = Rregullat në fuqi, në pritje dhe të mëparshme
rules-hand = Rregullat në dorë
rules-look = Te rregullat
rules-wait = { $count ->
    [one] Një ndryshim i rregullave pret personin e dytë
   *[other] { $count } ndryshime të rregullave presin personin e dytë
}
rules-on-record = Janë të regjistruara.
rules-of-profile = Janë ato të profilit, siç u lexuan në nisje.
rules-nobody = Çka nuk mund të bëjë askush, cilido qoftë roli
rules-roles = Çka lejojnë rolet
rules-held-besides = Çfarëdo që të qëndrojë këtu, askush nuk miraton atë që e ka shkruar pjesërisht vetë, dhe për paralajmërime duhen dy persona. Kush mund të lexojë diçka e thotë etiketa e saj, kurrë kjo këtu.
rules-by-role = Sipas rolit: çka lejon
rules-text = I gjithë teksti
rules-text-lines = I gjithë teksti, me atë që do të ndryshonte
rules-count = { $count ->
    [one] { $count } rregull
   *[other] { $count } rregulla
}
rules-now = në fuqi
rules-past = më parë
rules-mine = i juaji
rules-waits = pret
rules-stale = i vjetruar
rules-waiting = Pret personin e dytë
rules-waiting-none = Askush nuk kërkon rregulla të tjera.
rules-stood = Rregullat e regjistruara
rules-stood-none = Ende nuk ka asgjë të regjistruar
rules-stood-none-why = Sapo dy persona t’i kenë ndryshuar rregullat, çdo tekst qëndron këtu, me kush, kur dhe pse.
rules-stood-more = { $count ->
    [one] { $count } tekst më i vjetër është vetëm në regjistër.
   *[other] { $count } tekste më të vjetra janë vetëm në regjistër.
}
rules-vain = Të kërkuara pa sukses
rules-refused-who = { $first }; refuzuar nga { $second }
rules-withdrawn-who = tërhequr nga { $first }
rules-refused-by = E refuzoi
rules-ended = Vendosur më
rules-refused-why = Pse u refuzua
rules-stood-one = Rregullat që ishin në fuqi
rules-stood-first = Çka ndryshoi nuk mund të shfaqet: teksti para tij nuk është i regjistruar këtu, ose nuk lexohet më.
rules-by-two = { $first }; konfirmoi { $second }
rules-by-operator = Operatori, në nisje
rules-from-profile = Marrë nga profili
rules-wanted = Rregulla të tjera që i kërkon dikush
rules-state-proposed = pret personin e dytë
rules-state-confirmed = e konfirmuar
rules-state-refused = e refuzuar
rules-state-withdrawn = e tërhequr
rules-stale-why = Rregullat kanë ndryshuar që kur u propozua kjo, prandaj askush nuk mund ta konfirmojë. Ajo që qëndron më poshtë krahasohet me të tanishmet. Refuzojeni ose tërhiqeni, dhe le të propozohet përsëri.
rules-who = E kërkoi
rules-when = Kur
rules-why = Pse
rules-from = Në fuqi që nga
rules-second = E konfirmoi
rules-hash = Pikërisht kjo
rules-signed = Nënshkruar
rules-signed-yes = me çelës hyrjeje
rules-signed-check = E kontrollon kushdo që ka regjistrin:
rules-signed-no = jo, nuk u kërkua
rules-changes = Ndryshon
rules-changes-count = { $rules ->
    [0] asnjë rregull
    [one] { $rules } rregull
   *[other] { $rules } rregulla
}, dhe të drejtat në { $roles ->
    [0] asnjë rol
    [one] { $roles } rol
   *[other] { $roles } role
}
rules-at-once = Sapo të konfirmohet, nyja vepron menjëherë sipas tij, për të gjithë.
rules-at-once-why = Vlen për sesionet e hapura dhe për çdo agjenci. Dy persona mund ta ndryshojnë përsëri, në të njëjtën mënyrë.
rules-confirm = Konfirmo pikërisht këtë
rules-confirm-now = Konfirmo për të gjithë, tani
rules-refuse-what = Rregullat mbeten siç janë. Kush i kërkoi mund të propozojë përsëri.
rules-refuse-read = Kush mund t’i shikojë rregullat e gjen këtë të regjistruar.
rules-refuse-wide = Lejon më shumë se ç’duhet
rules-refuse-grounds = Baza nuk mjafton
rules-refuse-other = Rregullat kanë ndryshuar ndërkohë
rules-said-propose = U dorëzua. Pret personin e dytë; deri atëherë nuk ndryshon asgjë.
rules-said-confirm = U konfirmua. Nyja tani vepron sipas këtyre rregullave.
rules-said-refuse = U refuzua. Rregullat mbeten siç janë.
rules-said-withdraw = U tërhoq. Rregullat mbeten siç janë.
rules-write = Shkruaj rregulla të tjera
rules-write-from = Vazhdo nga ky tekst
rules-begun = Keni nisur një tekst tjetër. Ruhet në këtë shfletues. Të zërë ky vendin e tij?
rules-begun-replace = Hidhe timin
rules-begun-go-on = Vazhdo me timin
rules-moved = Rregullat kanë ndryshuar që kur nisët. Kontrolli e krahason tekstin tuaj me të tanishmet: shikoni mos po kthen mbrapsht diçka që e ndryshuan të tjerët.
rules-reason = Pse duhen rregulla të tjera
rules-reason-such = Një urdhër, një vendim, një ligj, me numër dhe datë
rules-reason-read = Këtë e lexon kush mund t’i shikojë rregullat. Mbetet e regjistruar.
rules-asks-two = Pikërisht këtë duhet ta konfirmojë një person tjetër, i një agjencie tjetër ku ka. Deri atëherë nuk ndryshon asgjë.
rules-propose = Jepja personit të dytë
rules-later = Vazhdo më vonë
rules-lacks-change = Teksti është ai që është në fuqi. Ndryshojeni më parë.
rules-lacks-check = Kontrollojeni më parë tekstin: shihni çka ndryshon dhe për kë.
rules-lacks-faults = Diçka nuk shkon me tekstin. Rregullojeni, pastaj kontrollojeni përsëri.
rules-lacks-reason = Thoni pse: një urdhër, një vendim, një ligj.
kind-policy = rregullat
kind-policy-change = ndryshim i rregullave
act-policy-change = ndryshimi i rregullave se kush çfarë mund të bëjë

## Nënshkrimi me çelës hyrjeje
sign-takes = Për këtë duhet çelësi juaj i hyrjes: ai nënshkruan pikërisht këtë.
sign-asking = Shfletuesi po kërkon çelësin tuaj të hyrjes.
sign-to-me = Shihni çelësat tuaj, ose bëni një
sign-insecure = Për këtë duhet çelës hyrjeje, dhe këtu nuk mund të përdoret: kjo faqe nuk erdhi me lidhje të sigurt (https). Hapeni me adresën e saj të sigurt.
sign-unknown = Për këtë duhet çelës hyrjeje, dhe ky shfletues nuk i njeh. Merrni një më të ri.
sign-cancelled = Nuk u nënshkrua asgjë: thatë jo, koha mbaroi, ose kjo pajisje nuk ka asnjë çelës tuajin. Provoni përsëri, ose përdorni pajisjen që e ka çelësin tuaj.
sign-place = Shfletuesi nuk përdor çelës hyrjeje në këtë adresë. Hapeni nyjën me adresën ku e bëtë çelësin, ose njoftoni operatorin.
sign-unfit = Ky çelës nuk mund ta kërkojë praninë tuaj. Merrni një në një pajisje me bllokim ekrani, ose një çelës me PIN.
sign-failed = Shfletuesi nuk dha nënshkrim. Provoni përsëri, ose merrni një pajisje tjetër.
refusal-approval-passkey = Për këtë duhet çelësi juaj i hyrjes. Nënshkruani pikërisht atë që shihni.
refusal-approval-unsigned = Nënshkrimi nuk vlen për pikërisht këtë, ose çelësi i tij nuk është i regjistruar si i juaji. Përdorni një që e keni bërë në këtë nyje, ose bëni një të ri.
refusal-approval-key = Ky nuk është asnjë nga çelësat tuaj. Nënshkruani me një që e keni bërë në këtë nyje.
refusal-policy-form = Thoni pse, me së shumti 400 shkronja: një urdhër, një vendim, një ligj.
refusal-policy-stale = Rregullat kanë ndryshuar ndërkohë. Shikoni ato që janë në fuqi tani, dhe le të propozohet përsëri.
refusal-policy-waiting = Shumë ndryshime të rregullave presin. Vendosni më parë për disa prej tyre.
refusal-policy-decided = Për këtë është vendosur tashmë.
refusal-policy-not-yours = Vetëm kush e ka kërkuar e tërheq.
refusal-policy-same-person = Këtë e kërkoni ju, prandaj e konfirmon një person tjetër.
refusal-policy-content-changed = Kjo nuk është ajo që patë. Lexojeni siç është.
refusal-policy-proposer = Kush e propozoi nuk mund t’i ndryshojë më rregullat. Refuzojeni, dhe le të propozohet përsëri.
refusal-policy-same-agency = Rregullat janë për çdo agjenci, prandaj i konfirmon dikush i një agjencie tjetër nga ai që i propozoi.
refusal-policy-faults = Nyja nuk mund të veprojë sipas këtij teksti. Kontrollojeni: aty qëndron çka nuk shkon, rresht për rresht.
refusal-policy-unchanged = Nyja vepron tashmë pikërisht sipas këtij teksti.
refusal-policy-overseer = Ndryshon kush e ka këtë të drejtë: { $act }. Ajo që bëjnë mbikëqyrësit nuk ndryshohet derisa nyja punon.
refusal-policy-no-way-back = Do të mbeteshin më pak se dy persona që mund t’i ndryshojnë rregullat, dhe askush nuk do të mund ta kthente. Lërini së paku dy.
refusal-policy-administrators = { $agency } do të mbetej pa administratorë. Lërini së paku dy.

## Njerëzit
nav-people = Njerëzit
tab-people = Njerëzit
deed-people = Te njerëzit e agjencisë sime
deed-bring = Sill dikë
deed-me = Çelësat, sesionet dhe shenjat e mia
keys-people = njerëzit
keys-bring = sill dikë
keys-change = ndrysho
keys-group-people = Njerëzit
people-list = Lista e njerëzve
people-hand = Personi në dorë
people-hand-empty = Askush nuk është në dorë
people-hand-empty-why = Zgjidhni dikë, ose shtypni J dhe K. N sjell dikë të ri.
people-person = Personi
people-absent-why = Vepron për një agjenci tjetër, ose nuk ka askënd.
people-to-all = Të gjithë
people-look = Shikojeni
people-tab-waiting = Pret { $count }
people-bring = Sill dikë
people-find = Emri ose fjala e hyrjes
people-filter = Kush shfaqet
people-all = Të gjithë
people-review = Për rishikim { $count }
people-found = { $count ->
    [one] { $count } person
   *[other] { $count } persona
}
people-rest = Ka më shumë: shkruani një pjesë të emrit.
people-no-match = Asnjë emër nuk përputhet
people-no-match-why = Shenjat mund të lihen; cirilikja gjen latinishten.
people-none-due = Asnjë rishikim nuk pret
people-none-due-why = Kur vjen dita në të cilën dikush shikon nëse duhet ende, ata qëndrojnë këtu.
people-nobody = Ende nuk ka askënd këtu
people-nobody-why = Kush sillet, e ka atë që i jepni që nga çasti kur shkruhet.
people-over = Të përfunduara ({ $count })
people-you = ju
people-guarded = duhen dy
people-somebody = Dikush
people-none = asnjë
people-no-role = pa rol
people-no-clearance = pa leje
people-no-end = pa fund
people-until-short = deri { $when }
people-clearance = { $policy } { $level }
people-level = deri në nivelin { $level }
people-level-not-had = niveli { $level }, të cilin agjencia juaj nuk e ka më
people-review-due = Për rishikim
people-review-due-why = Më { $day } dikush duhej të shikonte nëse duhet ende. Ndryshojeni me një ditë të re, ose përfundojeni.
people-change-waits = Një ndryshim pret
people-change-yours = Ju pret juve.
people-change-others = Pret një administrator tjetër.
people-stands-holds = vlen
people-stands-later = më vonë
people-stands-lapsed = skadoi
people-stands-ended = mbaroi
people-stands-long-holds = Vlen tani
people-stands-long-later = Nuk vlen ende
people-stands-long-lapsed = Skadoi
people-stands-long-ended = Dikush e përfundoi
people-holds = Çfarë ka
people-when = Kur dhe mbi çfarë baze
people-change = Ndrysho
people-change-of = Ndrysho çfarë ka { $name }
people-give-back = Ktheja
people-give-back-to = Kthim për { $name }
people-end = Përfundo tani
people-end-what = { $name } humb gjithçka menjëherë: rolet, grupet dhe lejet mbarojnë, po ashtu sesionet dhe rrjedhat e hapura. Kush hyn më vonë sërish në një grup, nuk e lexon atë që është ndarë ndërkohë. Ajo që ka shkruar mbetet.
people-end-why = Pse përfundon
people-end-read = Këtë e lexojnë administratorët e agjencisë suaj. Mbetet e regjistruar.
people-often-left = U largua nga agjencia
people-often-duties = Tani ka detyra të tjera
people-often-contract = Kontrata mbaroi
people-ended-said = Ajo që kishte { $name } përfundoi.
people-me = Askush nuk e ndryshon vetë atë që ka. E bën një administrator tjetër.
people-moved = Dikush e ndryshoi ndërkohë. Kështu është tani: shikojeni përsëri.
people-moved-head = Dikush e ndryshoi ndërkohë.
people-moved-why = Ku nuk keni shkruar asgjë, formulari ndjek. Ajo që keni shkruar mbetet. Lexojeni, pastaj dërgojeni përsëri.
people-again = Këtë e keni nisur më parë. Ajo që shkruat është përsëri këtu.
people-login-why = Po u la bosh, bëhet nga emri.
people-not-had = agjencia juaj nuk e ka më
people-none-had = Agjencia juaj nuk ka asnjë për të dhënë.
people-from-now = që tani
people-review-often = Sa shpejt shikohet përsëri
people-review-91 = pas 3 muajsh
people-review-182 = pas 6 muajsh
people-review-365 = pas një viti
people-review-why = Atë ditë dikush shikon nëse duhet ende.
people-grounds-such = Një urdhër, një orar, një kontratë, me numër dhe datë
people-lacks = Diçka duhet ndrequr më parë. Është shënuar në vendin e vet.
people-lacks-name = Shkruani emrin.
people-lacks-grounds = Thoni mbi çfarë baze: një urdhër, një orar, një kontratë.
people-lacks-login = Përdorni shkronja të vogla pa shenja, shifra, pikë, vizë ose nënvizë.
people-lacks-until = Duhet të mbarojë pasi të fillojë.
people-lacks-review = Zgjidhni një ditë nga nesër e tutje, brenda dy vjetësh.
people-two = duhen dy
people-asks-two = Këtë duhet ta konfirmojë një administrator tjetër:
people-asks-two-why = Deri atëherë nuk ndryshon asgjë.
people-at-once = Vlen sapo të shkruhet, edhe për sesionet e hapura.
people-two-role = roli { $name }
people-two-act = e drejta “{ $name }”
people-two-group = grupi { $name }
people-two-nation = partnerët e { $name }
people-two-because = Duhen dy: { $why }.
people-propose = Jepja administratorit të dytë
people-save = Shkruaje
people-said-written = U shkrua. { $name } e ka siç qëndron këtu.
people-said-waits = Ajo që do të ketë { $name } pret administratorin e dytë.
people-waiting = Pret administratorin e dytë
people-waiting-yours = { $count } për ju
people-waiting-none = Asgjë nuk pret
people-waiting-none-why = Kush miraton paralajmërime, administron njerëz, mbikëqyr, ose hyn në një grup të huaj a të shkrirjes, lejohet nga dy administratorë. Ajo që shkruan njëri qëndron këtu për tjetrin.
people-for-you = Ju pret juve
people-by-you = E keni kërkuar ju
people-by-you-why = E konfirmon një administrator tjetër.
people-about-you = Është për ju
people-about-you-why = Vendos një administrator tjetër.
people-wanted-by = E kërkoi { $name }, { $when }.
people-kind-new = Dikush i ri.
people-kind-change = Një ndryshim.
people-kind-back = Kthen atë që kishte përfunduar.
people-confirm = Konfirmo pikërisht këtë
people-refuse = Refuzo
people-withdraw = Tërhiqe
people-refuse-what = Ajo që ka { $name } mbetet siç është.
people-refuse-why = Pse refuzoni
people-refuse-read = Këtë e lexojnë administratorët e agjencisë suaj. Mbetet e regjistruar.
people-refuse-grounds = Baza nuk mjafton
people-refuse-much = Është më shumë se ç’i duhet punës
people-refuse-person = Nuk është personi i duhur
people-said-confirm = U konfirmua. { $name } e ka që tani.
people-said-refuse = U refuzua. Ajo që ka { $name } mbetet siç është.
people-said-withdraw = U tërhoq. Ajo që ka { $name } mbetet siç është.
people-log-in = Si hyn
people-passkeys = { $count ->
    [0] asnjë
    [one] { $count } çelës hyrjeje
   *[other] { $count } çelësa hyrjeje
}
people-password = po, me kod njëpërdorimësh
people-no-password = asnjë
people-link = Lidhja
people-link-open = ende e papërdorur, vlen deri { $until }
people-no-way = Ende nuk ka si të hyjë. Një lidhje ia jep mundësinë.
people-link-make = Bëj një lidhje hyrjeje
people-link-what = Me lidhjen, { $name } bën një çelës hyrjeje në pajisjen e vet, ose një fjalëkalim me kod njëpërdorimësh. Ju nuk e shihni asnjërin.
people-link-how = Çfarë ndodh me ato që ka
people-link-more = Edhe një.
people-link-more-why = Ajo me të cilën hyn tani mbetet.
people-link-new = Në vend të të gjithave.
people-link-new-why = Për pajisje të humbur a të vjedhur: gjithçka me të cilën hyn mbaron kur përdoret lidhja.
people-link-reason = Pse merr një lidhje
people-link-reason-missing = Thoni pse: mbetet e regjistruar.
people-link-two = Këtë duhet ta konfirmojë një administrator tjetër, për shkak të asaj që mund të bëjë ky person. Atëherë bëhet lidhja.
people-link-waits = Një lidhje hyrjeje pret administratorin e dytë.
people-link-made = Lidhja e hyrjes për { $name }
people-link-name = Lidhja
people-link-once = Shfaqet këtu një herë dhe vlen një herë.
people-link-holds = Vlen një ditë, deri { $until }.
people-link-reach = Duhet t’i arrijë në një rrugë që është me siguri e tij a e saj.
people-link-reach-why = Dorazi, ose me një numër që e njihnit më parë. Kush e ka lidhjen, hyn në emër të tij a të saj.
people-link-done = E kam, mbylle
people-link-wants-more = Një lidhje hyrjeje: edhe një mënyrë për të hyrë.
people-link-wants-new = Një lidhje hyrjeje në vend të të gjitha mënyrave.
people-link-confirm = Konfirmo dhe bëj lidhjen
people-link-confirmed = Lidhja për { $name } u bë.
people-link-refused = Për { $name } nuk bëhet lidhje.
people-sessions-end = Mbaroja sesionet
people-sessions-what = { $name } del kudo menjëherë, dhe shenjat e tij a të saj mbarojnë. Mund të hyjë përsëri si më parë.
people-sessions-ended = Sesionet e { $name } mbaruan.
held-name = Emri
held-login = Fjala e hyrjes
held-roles = Rolet
held-groups = Grupet
held-nations = Partnerë jashtë
held-clearances = Leja
held-categories = Kategoritë
held-from = Prej
held-until = Deri
held-review = Rishikimi
held-grounds = Baza
held-lang = Gjuha
diff-added = e re:
diff-gone = hiqet:
diff-was = ishte:
diff-is = do të jetë:
diff-stay = { $count ->
    [one] dhe { $count } që mbetet
   *[other] dhe { $count } që mbeten
}
diff-rest = Gjithçka tjetër mbetet siç është.
diff-nothing = Asgjë nuk do të ndryshonte.
once-copy = Kopjo
once-copied = u kopjua
once-by-hand = Shfletuesi nuk kopjon këtu. Është e zgjedhur: shtypni Ctrl C.

## Hyrjet e mia
nav-me = Ju dhe hyrjet tuaja
more-ways-in = Çfarë keni, çelësat e hyrjes, sesionet dhe shenjat
more-other-sessions = Sesionet tuaja të tjera
me-who = Kush jeni
me-login = Hyni si
me-holds = Çfarë keni
me-holds-why = E jep dhe e përfundon një administrator i agjencisë suaj. Nëse diçka nuk është në rregull, njoftojeni.
me-assurance = Sa të sigurt jemi se jeni ju
assurance-anonymous = askush i caktuar
assurance-single = me një gjë: lidhje, fjalëkalim ose shenjë
assurance-two-factor = me dy gjëra
assurance-phishing-resistant = me çelës hyrjeje
me-acts = Çfarë mund të bëni ({ $count })
me-older = Kjo nyje nuk mban hyrje të veta
me-older-why = Keni hyrë me një lidhje hyrëse. Çelësat, sesionet dhe shenjat vijnë me një version më të ri.
me-passkeys = Çelësat e hyrjes
me-passkeys-why = Çelësi i hyrjes është një çelës në pajisjen tuaj që askush nuk mund t’jua kërkojë. Mbani dy, në dy pajisje.
me-passkeys-none = Nuk keni çelës hyrjeje.
me-added = shtuar { $when }
me-used = përdorur para { $age }
me-never-used = asnjëherë i përdorur
me-copied = Prodhuesi mund ta kopjojë në pajisjet tuaja të tjera.
me-bound = Mbetet në këtë pajisje të vetme.
me-remove = Hiqe
me-end = Mbaroje
me-passkey-name = Si e quani
me-passkey-such = Telefoni i punës, çelësi blu
me-passkey-nameless = Jepini një emër me të cilin e njihni përsëri.
me-passkey-add = Shto një çelës hyrjeje
me-passkey-asking = Shfletuesi po ju pyet
me-passkey-added = { $name } u shtua.
me-passkey-remove = Hiqe çelësin e hyrjes
me-passkey-remove-of = Hiqe çelësin e hyrjes { $name }
me-passkey-remove-what = { $name } nuk lejon më askënd të hyjë. Sesionet e nisura me të vazhdojnë derisa t’i mbaroni.
me-passkey-removed = { $name } u hoq.
me-passkey-may-not = Për të shtuar një, hyni përsëri: me çelës hyrjeje, ose me fjalëkalim dhe kod. Pastaj keni 15 minuta.
me-passkey-insecure = Këtu nuk mund të bëhet çelës hyrjeje: kjo faqe nuk erdhi me lidhje të sigurt (https).
me-passkey-unknown = Këtu nuk mund të bëhet çelës hyrjeje: ky shfletues nuk i njeh. Merrni një më të ri.
me-passkey-cancelled = Nuk u shtua asgjë: thatë jo, ose koha mbaroi.
me-passkey-has = Kjo pajisje e ka tashmë një çelës tuajin.
me-passkey-place = Shfletuesi nuk bën çelës hyrjeje për këtë adresë. Njoftoni operatorin.
me-passkey-unfit = Kjo pajisje nuk bën dot çelës që kërkon praninë tuaj. Merrni një tjetër, ose vendosni bllokimin e ekranit.
me-passkey-failed = Shfletuesi nuk bëri çelës. Provoni përsëri, ose merrni një pajisje tjetër.
me-password = Fjalëkalimi
me-password-has = Keni fjalëkalim, me kod njëpërdorimësh.
me-password-none = Nuk keni fjalëkalim.
me-password-why = Një i ri bëhet me një lidhje hyrjeje nga një administrator i agjencisë suaj.
me-sessions = Sesionet
me-sessions-why = Ku keni hyrë tani. Atë që nuk e njihni, mbarojeni.
me-since = që nga { $when }
me-until = deri { $when }
me-here = ky këtu
me-session-end-of = Mbaroje: sesioni që nga { $when }
me-session-ended = Sesioni mbaroi.
me-others-end = Mbaroji të gjithë të tjerët
me-others-ended = Mbeti vetëm ky sesion.
me-tokens = Shenjat
me-tokens-why = Një shenjë e lejon një program të veprojë si ju, për veprimet që zgjidhni.
me-tokens-none = Nuk keni asnjë shenjë.
me-token = Shenja
me-token-end-of = Mbaroje: shenja { $name }
me-token-ended = { $name } nuk vepron më për ju.
me-token-make = Bëj një shenjë
me-token-made = Shenja juaj
me-token-once = Shfaqet këtu një herë. Kush e ka, vepron si ju: mbajeni ku e lexon vetëm ai program.
me-token-done = E kam, mbylle
me-token-name = Për çfarë është
me-token-such = Matësit e Drinit të epërm
me-token-nameless = Thoni për çfarë është.
me-token-acts = Çfarë mund të bëjë
me-token-acts-why = Mos zgjidhni më shumë se ç’i duhet programit.
me-token-actless = Zgjidhni të paktën një.
me-token-days = Ditë që vlen
me-token-days-bad = Zgjidhni nga 1 deri në 365 ditë.
me-token-no-acts = Asnjë nga rolet tuaja nuk mund të bartet me shenjë.
me-leave-why = Për të dalë nga ky sesion, shihni

### Veprimet
act-triage-take = marrja e sinjaleve në dorë
act-triage-dismiss = lënia mënjanë e sinjaleve
act-triage-link = lidhja e sinjaleve me incidente
act-incident-open = hapja e incidenteve
act-incident-update = ndryshimi i incidenteve
act-incident-close = mbyllja e incidenteve
act-entry-write = shkrimi në ditar
act-task-assign = dhënia e detyrave
act-task-acknowledge = konfirmimi se detyra u lexua
act-task-start = nisja e detyrave
act-task-done = kryerja e detyrave
act-task-cancel = tërheqja e detyrave
act-warning-draft = shkrimi i paralajmërimeve
act-warning-submit = dorëzimi i paralajmërimeve te oficeri i dytë
act-warning-approve = miratimi i paralajmërimeve
act-warning-refuse = kthimi i paralajmërimeve
act-warning-issue = lëshimi i paralajmërimeve
act-warning-update = përditësimi i paralajmërimeve
act-warning-cancel = anulimi i paralajmërimeve
act-signal-ingest = sjellja e sinjaleve nga jashtë
act-report-moderate = vendimi se ç’bëhet publike nga raportimet
act-report-identify = shikimi se kush e dorëzoi një raportim
act-exercise-play = luajtja e një roli të ushtrimit
act-exercise-direct = drejtimi i ushtrimeve
act-search = kërkimi
act-read-access-log = shikimi se kush lexoi çfarë
act-access-judge = gjykimi i leximit që bie në sy
act-erase = fshirja
act-prune = heqja e asaj që ka skaduar
act-admin-people = administrimi i njerëzve
refusal-people-own = Askush nuk bën lidhje hyrjeje për vete. Pyetni një administrator tjetër të agjencisë suaj.
refusal-people-two-administrators = Për këtë duhet një administrator i dytë.
refusal-me-last-way = Kjo është hyrja juaj e fundit. Shtoni më parë një tjetër.
refusal-me-machine = Një shenjë nuk kujdeset për pronarin e vet. Hyni me shfletues.
refusal-me-log-in-anew = Për këtë hyni përsëri: me çelës hyrjeje, ose me fjalëkalim dhe kod. Pastaj mund të bëhet për 15 minuta.
refusal-passkey-fault = Nyja nuk i beson këtij çelësi. Provoni edhe një herë, dhe nëse mbetet kështu, njoftoni administratorin tuaj.
refusal-passkey-known = Ky çelës hyrjeje njihet tashmë këtu. Merrni një pajisje ose çelës tjetër.
refusal-passkey-many = Keni aq çelësa hyrjeje sa mund të ketë një person. Hiqni më parë një.
refusal-passkey-name = Jepini çelësit një emër prej 1 deri në 60 shkronja.
refusal-token-acts = Një shenjë e juaja nuk mund ta bartë një nga këto veprime.
refusal-token-days = Një shenjë vlen nga 1 deri në 365 ditë.
refusal-token-form = Shenjës i duhet një emër, të paktën një veprim dhe jo më shumë se një vit.
refusal-token-full = Nyja ka dhënë aq shenja sa mundet. Mbaroni më parë një.
refusal-entry-unsaved = Nyja nuk mund ta shënojë këtë në disk. Njoftoni operatorin.
refusal-login-late = Koha për këtë çelës hyrjeje mbaroi, ose është dërguar më parë. Niseni nga e para.
refusal-id-taken = Kjo është dërguar më parë dhe ka mbërritur. Shikoni nëse është aty, pastaj niseni nga e para.
kind-grant-change = ndryshim autorizimi
kind-credential = mënyrë hyrjeje
