# Konzola oficira. Kratko, u sadašnjem vremenu; ko, šta, do kada. Dugmad su glagoli. Potreban je lektor.

### Okvir
skip = Na sadržaj
exercise = VEŽBA
exercise-promise = Ništa odavde ne stiže do javnosti, partnera ni na pravu kartu.
node-exercise-only = Ovaj čvor drži samo vežbe.
playing = Ko igra
playing-autopilot = Ovu ulogu igra vežba.
playing-people = Ovu ulogu igrate vi. Njeni poslovi čekaju vas.
playing-take = Preuzmi
playing-leave = Vrati
playing-none = Nijedna vaša uloga se ovde ne igra.
playing-pace = Jedna sekunda ovde je { $pace } u priči.
playing-ended = Vežba je završena.
playing-report = Vremena odziva
find-or-do = Nađi ili uradi
clock-zone = Lokalno vreme, { $place }
nav-main = Glavno
nav-state = Vreme, uloga i mašine
nav-desk = Dežurstvo
nav-places = Mesta
nav-incidents = Incidenti
nav-incident = Incident
nav-warnings = Upozorenja
nav-drafts = Upozorenje
nav-tasks = Zadaci
nav-quarantine = Karantin
nav-health = Mašine i izvori
nav-more = Više
tab-desk = Red
tab-places = Karta
tab-tasks = Zadaci
tab-find = Nađi
tab-more = Više
do-again = Pokušaj ponovo
do-back = Nazad
do-change = Promeni
do-close = Zatvori
do-copy = Kopiraj tekst
do-done = Gotovo
do-not = Ostavi
day-today = danas
day-tomorrow = sutra
range = { $low } do { $high }
people-count = { $count } ljudi
life-at-risk = Život u opasnosti

### Stanja
state-loading = Učitava se
state-slow = Odgovor kasni više nego obično.
state-stale = Ova slika je stara { $age }.
state-absent = Ovde nema ničega što smete da čitate
state-absent-why = Ako vam treba za posao, pitajte vlasnika.
state-refused = Odbijeno je
state-refused-why = Kapija nije navela razlog.
state-no-answer = Nije stigao odgovor
state-no-answer-why = Veza je spora ili u prekidu. Ono što ste napisali čuva se ovde.
not-saved = Nije sačuvano. Tekst je ovde.
not-saved-again = Nije stigao odgovor, možda nije sačuvano. Pogledajte još jednom, pa pokušajte ponovo.
ended-head = Vaša sesija je završena
ended-text = Prijavite se ponovo, ili otvorite novu vezu za ulaz. Može vam je dati administrator vaše agencije.
ended-kept = Ono što ste napisali a niste poslali čuva se za vas u ovom pregledaču.
ended-public = Na javna upozorenja
ended-login = Prijava
unreachable-head = Kulla ne odgovara
unreachable-text = Veza ili čvor je u prekidu. Pokušajte ponovo za trenutak.
offline-head = Bez veze ste od { $time }.
offline-text =
    { $count ->
        [0] Možete da nastavite: zapisi i zadaci čekaju ovde i idu jednom, po redu, kad se veza vrati.
        [one] Možete da nastavite. { $count } zapis čeka i ide jednom, kad se veza vrati.
        [few] Možete da nastavite. { $count } zapisa čekaju i idu jednom, po redu, kad se veza vrati.
       *[other] Možete da nastavite. { $count } zapisa čeka i ide jednom, po redu, kad se veza vrati.
    }
catching-up = Veza se vratila. Sustiže se: { $count } promena.
outbox-waits =
    { $count ->
        [one] { $count } zapis čeka na slanje.
        [few] { $count } zapisa čekaju na slanje.
       *[other] { $count } zapisa čeka na slanje.
    }
outbox-send = Pošalji sada
outbox-refused = Odbijeno je i čuva se ovde:
outbox-drop = Odbaci
heads-many = { $count } verzije stoje jedna uz drugu, jer su dva čvora pisala odvojeno. Sledeća zamenjuje sve.
heads-title = Verzije jedna uz drugu
heads-lead = Pročitajte svaku, pa izaberite od koje se nastavlja.
heads-go-on = Nastavi od ove
heads-tag = 2 verzije
conflict-lead = Ništa nije izgubljeno. Izaberite, ili napišite jedno od oba.
conflict-mine = Vi
conflict-take-mine = Uzmi moje
conflict-take-theirs = Uzmi njihovo
conflict-both = Napiši jedno od oba
conflict-draft = Dvoje je promenilo ovo upozorenje.
conflict-entry = Dvoje je promenilo ovaj zapis.
conflict-beside = Drugi tekst, da napišete jedan od oba

### Ozbiljnost, hitnost, izvesnost
severity-extreme = Ekstremno
severity-severe = Ozbiljno
severity-moderate = Umereno
severity-minor = Malo
severity-unknown = Nije rečeno
severity-why-extreme = izuzetna opasnost
severity-why-severe = opasnost po život ili imovinu
severity-why-moderate = moguća opasnost
severity-why-minor = mala opasnost
severity-why-unknown = nije rečeno
urgency-immediate = Odmah
urgency-expected = Uskoro
urgency-future = Kasnije
urgency-past = Prošlo
urgency-unknown = Nije rečeno
urgency-why-immediate = delujte sada
urgency-why-expected = u toku sata
urgency-why-future = u bliskoj budućnosti
urgency-why-past = više nije potrebno
urgency-why-unknown = nije rečeno
certainty-observed = Opaženo
certainty-likely = Verovatno
certainty-possible = Moguće
certainty-unlikely = Malo verovatno
certainty-unknown = Nije rečeno
certainty-why-observed = dešava se ili se desilo
certainty-why-likely = pre da nego ne
certainty-why-possible = pre ne nego da
certainty-why-unlikely = gotovo ništa
certainty-why-unknown = nije rečeno

### Mašine
health-cell-link = Veza
health-cell-log = Dnevnik, pečat
health-cell-feeds = Izvori
health-link = Veza
health-log = Dnevnik
health-access = Dnevnik pristupa
health-picture = Slika
health-clock = Sat
health-disk = Disk
health-feed = Izvor
health-feeds = Izvori
health-lead = Šta znače tri polja gore desno.
health-unknown = još se ne zna
health-unknown-short = ne zna se
health-link-good = Odgovara za { $ms } ms; svi zapisi su potvrđeni.
health-link-good-short = { $ms } ms
health-link-offline = Bez veze { $span }. Ono što pišete čeka ovde.
health-link-offline-short = bez veze { $span }
health-link-catching-up = Veza se vratila; sustiže se.
health-link-catching-up-short = sustiže se
health-link-connecting = Povezuje se.
health-link-connecting-short = povezuje se
health-link-silent = Poslednje pitanje je ostalo bez odgovora.
health-link-silent-short = bez odgovora
health-log-good = Dnevnik { $name } zapečaćen pre { $span }.
health-log-good-short = pre { $span }
health-log-unsealed = Još nije zapečaćen od početka.
health-log-unsealed-short = još ne
health-log-wrong = Zapisi se ne slažu. Javite operateru; ničemu novom se ne veruje dok se ne popravi.
health-log-wrong-short = ne slaže se
health-picture-good = Ažurna.
health-picture-late = Slika je { $span } iza dnevnika.
health-clock-good = Sat čvora je tačan.
health-clock-ahead = Zapisi su { $span } ispred sata čvora. Redosled važi.
health-disk-good = Ima mesta.
health-picture-slowed = Slika je { $span } iza dnevnika. Od izvora se traži da dođu kasnije. Javite operateru.
health-access-good = Ko šta čita, zapisuje se.
health-access-waiting = Sada se ne može zapisati ko šta čita. Čuva se i zapisuje kasnije.
health-access-lost = Deo o tome ko je šta čitao izgubljen je, jer se nije mogao zapisati. Javite operateru.
health-disk-full = Disk je pun. Ništa se ne može zapisati; čitanje ide dalje. Javite operateru.
health-feeds-none = Nema nijednog izvora.
health-feeds-none-short = nijedan
health-feeds-unknown = Ne zna se da li se izvori javljaju: nemaju stalan ritam.
health-feeds-unknown-short = ne zna se
health-feeds-good = Svih { $all } izvora se javlja.
health-feeds-good-short = { $all } u redu
health-feeds-bad = { $bad } od { $all } izvora ćuti, kasni ili se ne prima u celosti.
health-feeds-bad-short = { $bad } od { $all } ćuti
health-feed-good = Poslednja reč pre { $age }.
health-feed-good-never = Javlja se kad ima šta da kaže.
health-feed-late = Kasni: poslednja reč pre { $age }.
health-feed-silent = Ćuti: poslednja reč pre { $age }.
health-feed-silent-never = Ćuti: nije se javio od početka.
health-feed-dropping = Poslednja reč pre { $age }, ali deo nije primljen: pitajte operatera.
health-feed-dropping-never = Ne prima se sve što šalje: pitajte operatera.
health-feed-unknown = Poslednja reč pre { $age }; nema stalan ritam.
health-feed-never = Nije se javio od početka.

### Red
queue = Red
needs-me-now = Čeka na mene
needed-me-then = Tada me je čekalo
queue-filter = Šta se prikazuje
queue-all = Sve
queue-triage = Trijaža
queue-tasks = Zadaci
queue-sign = Odobri
queue-count =
    { $count ->
        [0] Ništa ne čeka
        [one] { $count } stvar čeka
        [few] { $count } stvari čekaju
       *[other] { $count } stvari čeka
    }
queue-risk =
    { $count ->
        [one] Život u opasnosti: { $count } traka
        [few] Život u opasnosti: { $count } trake
       *[other] Život u opasnosti: { $count } traka
    }
queue-new = { $count } novih
queue-order = Prvo život, pa vreme
queue-empty = Ništa vas ne čeka
queue-empty-why = Novi signali stižu ovde sami.
queue-empty-then = Tada vas ništa nije čekalo
queue-everything = Pogledaj sve
queue-then = Šta je čekalo: { $time }.
queue-area = Samo { $name }.
queue-area-all = Prikaži sva mesta
queue-rest = Prikaži sledeće, još { $count }
strip-approve = Odobri
strip-issue = Izdaj
strip-late = kasni
strip-till = do { $time }
strip-gone = rešeno
strip-held = Ima ga { $agency }, { $name }
strip-mine = kod vas je
places-count =
    { $count ->
        [0] nijedna opština
        [one] { $count } opština
        [few] { $count } opštine
       *[other] { $count } opština
    }
places-list = Opštine prikazanog
places-things =
    { $count ->
        [one] { $count } stvar
        [few] { $count } stvari
       *[other] { $count } stvari
    }
key-move = kreći se
key-take = uzmi
key-link = poveži
key-incident = novi incident
key-dismiss = nebitno

### U ruci
hand = U ruci
hand-signal = Signal
hand-task = Zadatak
hand-sign = Upozorenje za odobrenje
hand-place = { $at } od { $of }
hand-empty = Ništa nije u ruci
hand-empty-why = Izaberite traku, ili pritisnite J i K.
hand-other = Ova vrsta još nema svoju stranicu.
fact-when = Kada
fact-until = Do
fact-where = Gde
fact-nowhere = bez mesta
fact-from = Od
fact-message = Poruka
fact-signature = Potpis
fact-source = Izvor
fact-content = Sadržaj
grade-none = nije ocenjeno
grade-keep = Sačuvaj ocenu
grade-source-A = potpuno pouzdan
grade-source-B = obično pouzdan
grade-source-C = prilično pouzdan
grade-source-D = obično nepouzdan
grade-source-E = nepouzdan
grade-source-F = ne može se oceniti
grade-content-1 = potvrđeno
grade-content-2 = verovatno tačno
grade-content-3 = možda tačno
grade-content-4 = sumnjivo
grade-content-5 = malo verovatno
grade-content-6 = ne može se oceniti
signal-texts = Šta kaže
signal-language = Jezik
signal-words = Njihovim rečima
signal-findings =
    { $count ->
        [one] Savija { $count } pravilo
        [few] Savija { $count } pravila
       *[other] Savija { $count } pravila
    }
alarm-why = Zašto
alarm-raised = Od { $from }, { $count } { $count ->
    [one] događaj
    [few] događaja
   *[other] događaja
  }
alarm-cleared = Od { $from } do { $to }, sada je prošlo
alarm-samples = Na čemu se zasniva
curve-nothing = Nema merenja u poslednja 24 sata
curve-newest = { $value } { $unit } u { $at }
curve-trend = { $change } { $unit } na sat
curve-threshold = { $name } { $value } { $unit }
curve-level-watch = praćenje
curve-level-alarm = uzbuna
curve-level-extreme = ekstremno
curve-more = Ima više merenja nego što je prikazano.
explain-threshold-crossed = { $source }: { $value } { $unit } je dostiglo prag „{ $name }” od { $threshold } { $unit }.
explain-threshold-left = { $source }: { $value } { $unit }, više od { $room } { $unit } ispod najnižeg praga od { $threshold } { $unit }.
explain-rising = { $source }: od { $from } do { $value } { $unit } za { $minutes } minuta, što je { $rate } { $unit } na sat; granica je { $limit }.
explain-rising-no-more = { $source }: { $rate } { $unit } na sat tokom { $minutes } minuta, manje od polovine granice od { $limit }.
explain-silent = { $source } ćuti { $minutes } minuta; očekuje se na svakih { $period } sekundi.
explain-silent-from-the-start = { $source } ćuti otkad je ovaj čvor počeo da sluša pre { $minutes } minuta; očekuje se na svakih { $period } sekundi.
explain-silent-no-more = { $source } se ponovo javlja, posle { $minutes } minuta.
explain-silent-retired = { $source } je isključen: niko ga ne čeka.
explain-together-source = Isti izvor, razmak { $minutes } minuta.
explain-together-near = Razmak { $km } km i { $minutes } minuta.
explain-duplicate-kind = Ista vrsta, na { $km } km i { $minutes } minuta.
explain-duplicate-words = { $percent } % reči, na { $km } km i { $minutes } minuta.
explain-duplicate-area = Ista vrsta, u istoj opštini, { $percent } % reči, na { $minutes } minuta.
explain-eve-group = { $count } alarma jednog pravila, iz { $from } na { $at }
explain-eve-family = { $count } alarma jednog pravila, iz mnogih mreža i na mnoge mreže
explain-eve-class = { $count } alarma jedne klase, premalo ili previše da stoje sami
explain-eve-rest = { $count } alarma mnogih klasa
explain-eve-drops = { $drops } od { $packets } paketa izgubljeno je pre nego što ih je senzor pogledao: ne vidi sve
signal-near = Blizu i slično
signal-incidents = Pripada
triage-link = Poveži
triage-take = Uzmi
triage-release = Vrati
triage-reopen = Poništi
triage-take-over = Preuzmi
triage-dismiss = Nebitno
triage-mine = kod vas je
triage-taken = U ruci ga ima { $name }.
triage-linked = Pripada incidentu.
triage-dismissed = Ostavljeno po strani kao nebitno.
triage-released = Vraćeno je.
triage-changed = Neko je bio brži: ovako sada stoji.
dismiss-often = Često
dismiss-elsewhere = Van našeg područja
dismiss-known = Već poznato
dismiss-over = Već je prošlo
dismiss-test = Proba drugih
dismiss-reason = Zašto je nebitno
dismiss-needs-reason = Recite zašto: drugi to čitaju kasnije.
dismiss-kept = Signal ostaje u dnevniku sa vašim razlogom.
link-which = Kom incidentu pripada
link-find = Nađi incident
link-none = Nijedan incident nije aktivan
link-none-why = Otvorite novi.
link-do = Poveži sa ovim incidentom
sign-open = Pročitaj i odluči
sees-lead = Vide
sees-asking = Pita se ko ovo vidi
sees-unknown = Ne zna se ko ovo vidi: nije stigao odgovor.

### CAP
cap-open = Otvori CAP datoteku
cap-choose = Izaberite datoteku, ili je spustite ovde
cap-what = CAP 1.2, spisak CAP poruka (Atom, RSS) ili omot EDXL-DE, do 1 MiB
cap-reading = Čita se
cap-too-large = Datoteka ima { $size }; staje do 1 MiB. Ništa nije poslato.
cap-no-answer = Nije stigao odgovor. Pokušajte ponovo: poznato se ne uzima dvaput.
cap-take-up = Uzmi u ruku
cap-known =
    { $count ->
        [one] Već je poznato.
        [few] { $count } su već poznate.
       *[other] { $count } je već poznato.
    }
cap-quarantined = Nije uzeto, ali se čuva po strani sa razlogom
cap-nothing = Datoteka nema poruku.
cap-verdict-accept = drži sva pravila
cap-verdict-warn = savija neka pravila
cap-verdict-reject = krši pravilo
cap-signature-none = nije potpisano
cap-signature-unchecked = potpisano, nije provereno
cap-type-alert = Upozorenje
cap-type-update = Dopuna
cap-type-cancel = Otkazivanje
cap-type-ack = Potvrda
cap-type-error = Greška
cap-status-actual = stvarno
cap-status-exercise = vežba
cap-status-system = sistem
cap-status-test = proba
cap-status-draft = nacrt
finding-line = red { $line }
quarantine-lead = Šta je primljeno a nije uzeto. Najstarije odlazi kad nema mesta.
quarantine-empty = Ništa nije po strani
quarantine-empty-why = Što krši pravilo svog standarda dolazi ovde sa razlogom.
quarantine-door = stiglo kroz { $door }, { $size }
quarantine-taken = Ovog puta je uzeto.
quarantine-still = Odbijeno je kao i pre.

### Incidenti
incidents-filter = Koji incidenti
incidents-active = Aktivni
incidents-closed = Zatvoreni
incidents-all = Svi
incidents-none-active = Nijedan incident nije aktivan
incidents-none-closed = Nijedan incident nije zatvoren
incidents-none-all = Nema incidenata
incidents-none-why = Incident počinje od signala ili ni od čega.
incident-new = Novi incident
incident-open = Otvori incident
incident-from = Počinje od “{ $title }”.
incident-title-in = Naslov, { $language }
incident-needs-title = Napišite naslov bar na jednom jeziku.
incident-state-active = Aktivan
incident-state-closed = Zatvoren
incident-status = Stanje
incident-active-since = Aktivan od { $time }
incident-closed-at = Zatvoren { $time }
incident-in-areas = U
incident-people = Ljudi tamo
incident-log = Dnevnik
incident-tasks = Zadaci
incident-late = Kasni
incident-overview = Pregled
incident-signals = Šta je stiglo
incident-signals-none = Nijedan signal nije povezan.
incident-warnings-none = Nijedno upozorenje nije napisano.
incident-close = Zatvori incident
incident-close-reason = Zašto je gotovo
incident-close-tasks =
    { $tasks ->
        [one] Ima { $tasks } zadatak. Otvoreni ostaju otvoreni.
        [few] Ima { $tasks } zadatka. Otvoreni ostaju otvoreni.
       *[other] Ima { $tasks } zadataka. Otvoreni ostaju otvoreni.
    }
incident-needs-reason = Recite zašto: stoji u dnevniku.
incident-reopen = Otvori ponovo
incident-reopened = Ponovo otvoren
incident-closed-because = Zatvoren: { $reason }
incident-changed = Neko je u međuvremenu promenio incident. Pogledajte još jednom, pa odlučite.
resources = Sredstva
resources-later = dolaze sa kasnijim izdanjem. Do tada tražite zadatkom ili upišite u dnevnik.
log-filter = Koji zapisi
log-all = Sve
log-decisions = Odluke
log-mine = Moje
log-decision = Odluka
log-reason = Razlog: { $reason }
log-versions = Verzije
log-versions-of = Verzije zapisa od { $time }
log-version = verzija { $number }
log-correct = Ispravi
log-correct-do = Dodaj ispravku
log-empty = Dnevnik je prazan
log-empty-why = Prvi zapis kaže šta se sada zna.
log-earlier = Raniji zapisi
log-new = Novi zapis
log-placeholder = Šta se desilo, šta je odlučeno
log-is-decision = Ovo je odluka
log-why = Zašto je tako odlučeno
log-needs-text = Napišite šta se desilo.
log-needs-reason = Odluka traži razlog.
log-add = Dodaj u dnevnik
log-add-offline = Sačuvaj, pošalji kad bude veze
log-saved = Dodato u dnevnik
log-waits = čeka na vezu
log-not-saved = Zapis nije sačuvan. Vaše reči su ovde.

### Zadaci
tasks-filter = Koji zadaci
tasks-all = Svi
tasks-open = Otvoreni
tasks-late =
    { $count ->
        [one] { $count } kasni
        [few] { $count } kasne
       *[other] { $count } kasni
    }
tasks-none = Još nema zadatka
tasks-none-why = Zadatak kaže ko šta radi do kada.
tasks-mine-none = Vaša agencija nema otvorenih zadataka
tasks-mine-none-why = Novi stoje i u redu.
task-new = Novi zadatak
task-title = Šta treba uraditi
task-text = Više o tome
task-agency = Ko radi
task-where = Gde
task-due = Do kada
task-risk = Od toga zavisi život
task-send = Pošalji zadatak
task-needs-title = Recite šta treba uraditi.
task-needs-reason = Recite zašto se povlači.
task-state-sent = Poslato
task-state-acknowledged = Pročitano
task-state-started = Započeto
task-state-done = Završeno
task-state-cancelled = Povučeno
task-cell-sent = Poslato
task-cell-read = Čitano
task-cell-unread = Nečitano
task-cell-started = Početak
task-cell-done = Kraj
task-cell-due = Rok
task-cell-cancelled = Kraj
task-cancelled = povučeno
task-left = još { $span }
task-over = { $span } preko
task-was-early = { $span } ranije
task-was-late = { $span } kasnije
task-outcome = Ishod: { $text }
task-incident = Na incident
task-changed = Neko je u međuvremenu promenio zadatak. Pogledajte još jednom.
task-do-acknowledge = Pročitao sam
task-do-start = Započni
task-do-done = Završeno
task-do-cancel = Povuci
task-ask-outcome = Šta je ispalo
task-ask-reason = Zašto se povlači

### Ko vidi
who-will-see = Ko će ovo videti?
who-will = će ovo videti:
who-will-short = će ovo videti
who-in-words = Rečima:
who-narrow = Sada možete da suzite; za kasnije širenje treba drugi oficir.
who-can =
    { $count ->
        [one] { $list } može ovo da čita.
        [few] { $list } mogu ovo da čitaju.
       *[other] { $list } mogu ovo da čitaju.
    }
who-cannot = Partneri u inostranstvu i javnost ne mogu.
who-cannot-public = Javnost ne može.
who-public-sentence = Svi mogu ovo da čitaju, i javnost.
who-nobody = Niko ne može ovo da čita.
who-everyone = svi, i javnost
who-group =
    { $members ->
        [one] { $name } ({ $members } agencija)
        [few] { $name } ({ $members } agencije)
       *[other] { $name } ({ $members } agencija)
    }
who-persons =
    { $count ->
        [one] { $count } imenovana osoba
        [few] { $count } imenovane osobe
       *[other] { $count } imenovanih osoba
    }
who-nation = partneri { $code }
who-more =
    { $count ->
        [one] još { $count } agencija
        [few] još { $count } agencije
       *[other] još { $count } agencija
    }
who-not-public = Ne i javnost
who-not-abroad-public = Ne partneri u inostranstvu, ne i javnost
who-needs-level = samo uz dozvolu { $level } za { $policy }
who-needs-category = samo uz { $name }
label-failed = Ne zna se ko će ovo videti: nije stigao odgovor.
label-own-agency = Samo moja agencija
label-civprot = Nacionalna civilna zaštita
label-civprot-and-energy = Civilna zaštita i energetika
label-public = Svi
label-default = Uobičajeni čitaoci
label-held = Ograničeno na čitaoce onoga čemu pripada.
below-lead = Ispod onoga što je otvoreno.
below-readers = Ovo bi čitali, a ne čitaju ono što je otvoreno: { $list }.
below-level = Traži niži nivo.
below-categories = Ne traži { $list }.
below-purposes = Sme da se koristi za više svrha.
below-controls = Izostavlja { $list }.
refusal-label-wider-than-source = Ovo bi čitalo više ljudi nego ono čemu pripada. Izaberite druge čitaoce.
refusal-label-4774-none = Ovaj čvor nema reči za STANAG 4774.
refusal-label-4774-unknown = Oznaka STANAG 4774 je odbijena: „{ $what }” ovde nije poznato.

### Oznaka drugih
label-paste = Nalepi oznaku
label-pasted = Nalepljena oznaka
label-pasted-lost = Nalepljena oznaka se ovde ne može uzeti.
label-whole = Oznaka
paste-why = Oznaka koja je stigla uz ono što ste dobili: dokument STANAG 4774, ili reč TLP 2.0 sa svojim imenima. Čitanje ništa ne upisuje.
paste-text = Šta ste dobili
paste-words = Reči TLP 2.0
paste-word-clear = Za sve. Ne imenuje nikoga.
paste-word-green = Za zajednicu. Imenujte njene grupe.
paste-word-amber = Za agencije i one njihove klijente koji treba da znaju. Imenujte agencije, i klijente ako ih ima.
paste-word-amber-strict = Samo za agencije. Imenujte ih.
paste-word-red = Samo za osobe. Imenujte ih.
paste-groups = Grupe zajednice
paste-recipients = Agencije koje to dobijaju
paste-clients = Njihovi klijenti, ako ih ima
paste-me = Ja, { $name }
paste-persons = Identifikatori ostalih, svaki u svom redu
paste-do = Pročitaj
paste-take = Uzmi ovu oznaku
paste-comes-to = Na šta se svodi
paste-nothing = Prvo nalepite oznaku, ili izaberite reč.
paste-other = Ovo nije ni dokument ni reč TLP 2.0. Reči su { $list }.
paste-old = TLP:WHITE je iz verzije 1.0, koja je prestala 2022. Pitajte pošiljaoca šta sada znači. Ako smeju svi da vide, to je TLP:CLEAR.
paste-too-large = Dokument ima { $size }; staje do 256 KiB. Ništa nije poslato.
paste-nameless = Imenujte bar jedno.
paste-id-bad = „{ $what }” nije identifikator osobe. Zatražite ga od te osobe ili njene agencije.
paste-usual-lead = Ispod uobičajenog.
below-usual-readers = Ovo bi čitali, a nisu među uobičajenim čitaocima: { $list }.
paste-nobody = Niko ovo ne bi mogao da čita, ni vi. Pitajte pošiljaoca za koga je.
paste-part-policy = To je njena politika. Ovaj čvor po njoj ne postupa, ili je zna pod drugim identifikatorom objekta.
paste-part-classification = To je njen nivo. Politika ovde nema takav nivo.
paste-part-category = To je kategorija. Ovde nema takve pod tim imenom, ili se drugačije kaže.
paste-part-value = To je ime unutar kategorije. Ovde nije poznat niko i ništa pod tim imenom.
paste-part-root = Označava metapodatke, a ne sadržaj.
paste-part-extension = Taj deo nije iz standarda.
paste-part-succession = Kaže kako se kasnije menja. Ovde se oznaka nikada ne menja sama.
paste-part-privacy-mark = To je napomena slobodnim rečima. Ovde nije poznata nijedna.
paste-whole = Ništa od nje nije uzeto: izostavljen deo bi pustio ljude koje ona ne pušta.
words-level = Nivo
words-no-level = nema
words-no-tlp = bez reči: { $list }
words-not-level = traži nivo
words-not-need = traži kategoriju
words-not-purpose = vezana je za svrhu
words-not-clauses = čitaoci nisu jedan spisak imena
words-not-mixed = čitaoci su više vrsta
words-not-controls = ograničava postupanje
words-until = Ne čita se više od
words-copy = Kopiraj dokument
words-on-record = Da ste pogledali oznaku ostaje zabeleženo, kao i kad se otvori sama stvar.
names-find = Nađi
names-chosen = Izabrano: { $of }
names-offered = Za izbor: { $of }
names-found = { $count ->
    [one] { $count } ime odgovara
    [few] { $count } imena odgovaraju
   *[other] { $count } imena odgovara
}
refusal-label-4774-invalid = Ovo nije oznaka STANAG 4774.
refusal-label-4774-policies = Ima nivoe više politika, a oznaka STANAG 4774 ima jednu.
refusal-label-4774-wordless = Jedan njen deo ovde nema reč u STANAG 4774, a ne izlazi okrnjena. Reč u profil dodaje operater.
refusal-label-4774-unwritten = Ne može se napisati kao oznaka STANAG 4774.
refusal-label-tlp = Reč i njena imena se ne slažu.
refusal-label-bad = Od ovoga se ne dobija valjana oznaka.

### Upozorenje
warning-new = Novo upozorenje
warnings-drafts = U pripremi
warnings-filter = Koja upozorenja
warnings-in-force = Na snazi
warnings-all = Sva
warnings-none = Nijedno upozorenje nije na snazi
warnings-none-why = Izdata upozorenja stoje ovde dok ne isteknu.
drafts-none = Ništa nije u pripremi
drafts-none-why = Upozorenje piše jedan oficir, a odobrava drugi.
message-alert = Upozorenje
message-update = Dopuna
message-cancel = Otkazivanje
content-event = Događaj
content-severity = Koliko ozbiljno
content-urgency = Koliko brzo
content-certainty = Koliko izvesno
content-in-force = Na snazi
content-from = Počinje
content-until = Završava
content-to = do
content-till-dtg = do { $dtg }
content-headline = Naslov
content-description = Šta se dešava
content-instruction = Šta da radite
content-instruction-steps = Šta da radite, jedan korak u redu
when-day = { $name }: dan
when-time = { $name }: vreme, 24 sata
when-bad = Napišite vreme kao 21:50.
areas-add = Dodaj opštinu
areas-placeholder = Prizren, Призрен, 20
areas-chosen = Izabrane opštine
areas-offered = Opštine za izbor
areas-none = Nijedna opština nije izabrana.
areas-no-match = Nijedno ime ne odgovara. Kvačice se mogu izostaviti; ćirilica nalazi latinicu.
areas-found =
    { $count ->
        [one] { $count } odgovara
        [few] { $count } odgovaraju
       *[other] { $count } odgovara
    }
areas-remove = Ukloni { $name }
draft-where = Gde
draft-words = Reči
draft-previews = Prikazi
draft-decide = Odluči
draft-finish = Podnesi
draft-progress = Tok
draft-of-incident = za incident
draft-people = Ljudi unutra
draft-boundaries = Granice
boundaries-approximate = približne
boundaries-imported = uvezene
draft-municipalities = Opštine
draft-languages = Jezici
draft-writers = Napisali
draft-left-out = Službeni jezici bez teksta
draft-left-out-why = Napišite, ili recite zašto se izostavlja.
draft-left-out-reason = Razlog, 10 slova ili više
draft-left-out-silent = Razlog nije naveden.
draft-write-it = Napiši
draft-texts = Tekstovi po jeziku
draft-required = Ovde obavezno
draft-visitors = Posetioci
draft-lengths = Naslov { $headline } od { $headlineMax } · tekst { $text } od { $textMax }
draft-saving = Čuva se
draft-saved = Sačuvano { $time }
draft-unsaved = Još nije sačuvano; stoji u ovom pregledaču
draft-save-first = Sačuvaj nacrt
draft-save = Sačuvaj
draft-submit = Podnesi na odobrenje
draft-withdraw = Povuci
draft-withdraw-why = Zašto se odustaje
draft-sees = Nacrt vidi
draft-public-later = Javnost vidi tek kad drugi oficir odobri i kad se izda.
draft-blocked =
    { $count ->
        [one] { $count } stvar treba prvo popraviti. Stoji ispod tekstova.
        [few] { $count } stvari treba prvo popraviti. Stoje ispod tekstova.
       *[other] { $count } stvari treba prvo popraviti. Stoje ispod tekstova.
    }
draft-changed = Nacrt se u međuvremenu promenio. Pročitajte ponovo, pa odlučite.
draft-sent-back = Vraćeno:
draft-state-draft = Piše se
draft-state-submitted = Čeka drugog oficira
draft-state-approved = Odobreno, još nije izdato
draft-state-refused = Vraćeno
draft-state-issued = Izdato
draft-state-withdrawn = Povučeno
step-drafted = Napisano
step-submitted = Podneto
step-second = Drugi oficir
step-out = Izdato
step-not-yet = još ne
findings = Nalazi
findings-after-save = Nalazi i prikazi dolaze sa prvim čuvanjem.
findings-none = Ništa ne nedostaje
findings-numbers-agree = Brojevi i vremena se slažu
findings-dotted = Cifre na tačkastoj liniji porede se među jezicima.
findings-count = { $blocking } za popravku, { $asking } za pogled
finding-blocks = Za popravku:
finding-asks = Za pogled:
finding-show = Pokaži
channels = Kako ljudi dobijaju
channels-language = Jezik prikaza
channels-later = Kratki tekstovi nastaju kad se nacrt sačuva.
channels-exercise = Ovaj čvor je za vežbe: nijedna prava kapija ne uzima ovu poruku.
channels-real = Javna stranica i izvori ga pokazuju čim se izda.
channel-sms = Tekstualna poruka
channel-sms-parts =
    { $parts ->
        [one] { $parts } deo, { $encoding }
        [few] { $parts } dela, { $encoding }
       *[other] { $parts } delova, { $encoding }
    }
channel-cell = Mobilno emitovanje
channel-cell-pages =
    { $pages ->
        [one] { $pages } strana
        [few] { $pages } strane
       *[other] { $pages } strana
    }
channel-page = Javna stranica
channel-page-langs = { $langs }
channel-feed = Izvori
channel-name-page = Javna stranica
channel-name-atom = Izvor Atom
channel-name-rss = Izvor RSS
decide-yours = Vaša odluka
decide-approved = Odobreno
decide-exactly = Odobravate upravo ovaj tekst, područje i vreme. Svaka izmena traži novi pogled.
decide-content = sadržaj { $hash }
decide-left = još { $time }
decide-over = vreme je isteklo
decide-approve = Odobri upozorenje
decide-approve-exercise = Odobri upozorenje vežbe
decide-send-back = Vrati
decide-send-back-why = Šta treba promeniti
decide-opens = Otvara se kad se označe sva tri.
decide-needs-ticks = Prvo označite sva tri.
decide-waits = Čeka drugog oficira.
decide-issue-why = Drugi oficir je odobrio upravo ovaj sadržaj. Izdavanje ga odmah stavlja na javnu stranicu i u izvore.
decide-issue = Izdaj upozorenje
decide-issue-exercise = Izdaj upozorenje vežbe
decide-open-warning = Otvori upozorenje
decide-edit = Promeni tekst
decide-edit-voids = Vraća se u nacrt i svako odobrenje pada.
tick-languages =
    { $count ->
        [one] Pročitao sam jedini jezik
        [few] Pročitao sam sva { $count } jezika
       *[other] Pročitao sam svih { $count } jezika
    }
tick-area =
    { $count ->
        [one] Pogledao sam opštinu
        [few] Pogledao sam { $count } opštine
       *[other] Pogledao sam { $count } opština
    }
tick-figures = Uporedio sam vremena i brojeve
tick-left-out = { $languages } mogu kasnije
warning-open = Otvori
warning-facts = Gde stoji
warning-words = Reči
warning-state-in-force = na snazi
warning-state-updated = dopunjeno
warning-state-cancelled = otkazano
warning-state-expired = isteklo
warning-state-all-clear = opasnost je prošla
warning-left = Još
warning-sent = Izdato
warning-earlier = ranije upozorenje
warning-stands = Gde stoji
warning-public-page = Javna stranica
warning-cap = CAP poruka
warning-followed = Kasnija poruka je zauzela njegovo mesto.
warning-update = Dopuni
warning-cancel = Otkaži svuda
warning-over = Sa ovim upozorenjem nema više šta da se radi.
warning-cancel-what = Upozorenje se povlači sa javne stranice i iz svakog izvora, uz obaveštenje na svakom jeziku da je opasnost prošla.
warning-cancel-alone = Otkaži svuda sada
warning-cancel-alone-why = Vi ste ga izdali, pa do { $time } možete sami da ga otkažete, odmah.
warning-cancel-two = Napiši otkazivanje za dvoje
warning-cancel-two-why = Inače pišete otkazivanje, a drugi oficir ga odobrava.
warning-cancel-not = Ostavi na snazi

### Više
more-me = Ko ste ovde
more-person = Ime
more-agency = Agencija
more-roles = Uloge
more-purpose = Svrha
more-until = Sesija do
more-node = Čvor
more-exercise-only = samo vežbe
more-time = Vreme
more-reading = Kako čitate
more-language = Jezik
more-theme = Svetlo
theme-system = Kao sistem
theme-light = Svetlo
theme-dark = Tamno
more-leave = Izlaz
more-leave-why =
    { $count ->
        [0] Sesija se završava i ništa ne ostaje u ovom pregledaču.
        [one] Sesija se završava. { $count } neposlati tekst u ovom pregledaču se odbacuje.
        [few] Sesija se završava. { $count } neposlata teksta u ovom pregledaču se odbacuju.
       *[other] Sesija se završava. { $count } neposlatih tekstova u ovom pregledaču se odbacuje.
    }
more-leave-do = Završi sesiju
purpose-civil-protection = Civilna zaštita
purpose-public-order = Javni red
purpose-cyber-defence = Sajber odbrana
purpose-infrastructure = Zaštita infrastrukture
purpose-state-security = Bezbednost države
purpose-oversight = Nadzor
keys-title = Tasteri
keys-lead = Pojedinačna slova deluju kad nijedno polje za tekst nije u fokusu.
keys-single = Pojedinačna slova deluju
keys-group-everywhere = Svuda
keys-group-queue = Red
keys-group-incident = Incident
keys-find = nađi ili uradi
keys-desk = na dežurstvo
keys-incidents = na incidente
keys-warnings = na upozorenja
keys-oversight = nadzor
keys-new-incident = novi incident
keys-new-warning = novo upozorenje
keys-pane = sledeće okno
keys-back = korak nazad
keys-all = svi tasteri
keys-down = dole
keys-up = gore
keys-take = uzmi u ruku
keys-link = poveži
keys-dismiss = nebitno
keys-release = vrati, poništi
keys-open-cap = otvori CAP datoteku
keys-entry = zapis u dnevnik
keys-task = novi zadatak
keys-who = ko vidi
keys-send = dodaj u dnevnik
palette-placeholder = Mesto, stvar ili radnja
palette-places = Mesta
palette-things = Stvari
palette-deeds = Uradi
palette-failed = Stvari nisu mogle da se potraže: nije stigao odgovor.
palette-hint = ë, ç, š, ž, đ se mogu izostaviti. Ćirilica nalazi isto: Призрен.
deed-new-incident = Otvori novi incident
deed-new-warning = Napiši upozorenje
deed-warn-here = Napiši upozorenje za { $place }
deed-open-cap = Otvori CAP datoteku
deed-desk = Na dežurstvo
deed-incidents = Na incidente
deed-warnings = Na upozorenja
deed-tasks = Na zadatke moje agencije
deed-quarantine = U karantin
deed-health = Pogledaj mašine i izvore
deed-settings = Jezik, svetlo, sesija
deed-keys = Svi tasteri
deed-lang-sq = Shqip
deed-lang-sr = Srpski
deed-lang-en = English
deed-light = Svetla podloga
deed-dark = Tamna podloga
kind-report = izveštaj
kind-bulletin = bilten
kind-observation = opažanje
kind-alarm = alarm
kind-incident = incident
kind-entry = zapis
kind-task = zadatak
kind-draft = nacrt
kind-warning = upozorenje
kind-assessment = procena
kind-delivery = dostava
kind-decision = odluka
kind-link = veza
kind-source = izvor
language-sq = Albanski
language-sr = Srpski
language-en = Engleski
language-tr = Turski
language-bs = Bosanski

### Odbijanja
refusal-act-role = Vaša uloga to ne dozvoljava.
refusal-act-role-who = Vaša uloga to ne dozvoljava. Potrebno je: { $roles }.
refusal-act-reach = To je van onoga što vaša agencija sme.
refusal-act-policy = Pravilo ovog čvora to zabranjuje: { $words }
refusal-act-condition = Vaša uloga to dozvoljava samo pod uslovom koji sada nije ispunjen: { $words }
refusal-act-policy-broken = Pravilo ovog čvora nije moglo da se proceni, pa je ovo odbijeno. Obavestite operatera.
refusal-entry-other-agency = Zapis ispravlja samo agencija koja ga je napisala.
refusal-entry-unchanged = Ništa nije promenjeno.
refusal-entry-reason-missing = Odluka traži razlog.
refusal-incident-closed = Incident je zatvoren. Prvo ga otvorite ponovo, ili otvorite novi.
refusal-incident-not-closed = Incident nije zatvoren.
refusal-incident-unchanged = Ništa nije promenjeno.
refusal-incident-needs-person = To mora da uradi čovek.
refusal-task-already-read = Zadatak je već pročitan.
refusal-task-already-started = Zadatak je već započet.
refusal-task-ended = Zadatak je završen.
refusal-task-other-agency = To sme samo agencija kojoj je zadatak dat.
refusal-task-due-past = Rok je prošao. Postavite kasniji.
refusal-task-needs-person = To mora da uradi čovek.
refusal-report-photos = Fotografije nikada nisu javne.
refusal-report-no-photo = Prijava nema takvu fotografiju. Pogledajte je ponovo.
refusal-report-withheld = Ova fotografija se više nikome ne prikazuje.
refusal-text-missing = Nedostaje tekst.
refusal-text-too-long = Tekst je predugačak.
refusal-text-control = Tekst ima znak koji se ne vidi. Otkucajte ponovo.
refusal-time-in-the-future = Vreme je u budućnosti.
refusal-triage-taken = Kolega ima ovaj signal u ruci.
refusal-triage-yours = Ovaj signal već imate u ruci.
refusal-triage-not-taken = Niko nema ovaj signal u ruci. Prvo ga uzmite.
refusal-triage-not-yours = Kolega ima ovaj signal u ruci.
refusal-triage-settled = Signal je već povezan ili ostavljen po strani.
refusal-triage-unchanged = Signal je već tako ocenjen.
refusal-warning-same-person = Vi ste napisali deo ovoga, pa odobrava neko drugi.
refusal-warning-content-changed = Sadržaj se promenio otkad ste ga čitali. Pročitajte ponovo.
refusal-warning-decide-within = Podneto je pre više vremena nego što je dozvoljeno. Mora ponovo da se podnese.
refusal-warning-decided-too-late = Vreme za odluku je isteklo. Mora ponovo da se podnese.
refusal-warning-not-approved = Nijedan drugi oficir nije odobrio.
refusal-warning-not-draft = Više nije nacrt.
refusal-warning-not-ready = Nešto treba popraviti pre podnošenja.
refusal-warning-not-submitted = Nije podneto.
refusal-warning-not-yours = To smeju samo oni koji su pisali.
refusal-warning-over = Ovo upozorenje je gotovo.
refusal-warning-not-in-force = Ovo upozorenje više nije na snazi.
refusal-warning-unchanged = Ništa nije promenjeno.
refusal-warning-undecided = Čeka odluku.
refusal-warning-needs-person = To mora da uradi čovek.
refusal-warning-cancel-alone = Vreme u kom ste mogli sami da otkažete je isteklo. Potrebna su dva oficira.
refusal-write-owner = Vaša agencija nije vlasnik ovoga.
refusal-write-blind = Napisali biste ono što ne biste mogli da čitate. Izaberite druge čitaoce.
refusal-write-exercise = Vežba ne piše ono što pripada stvarnom radu.
refusal-people-self = Niko ne daje i ne uzima ništa sebi. Pitajte drugog administratora svoje agencije.
refusal-people-other-agency = Ova osoba radi za drugu agenciju.
refusal-people-not-yours = Vaša agencija nema „{ $word }“, pa to ne može ni dati.
refusal-people-group-category = „{ $group }“ prima samo osobe koje imaju njenu kategoriju. Dajte i kategoriju.
refusal-people-form = Nešto nedostaje ili se ne slaže: ime, osnov, provera u roku od dve godine, jezik, ili kraj posle početka.
refusal-people-ended = Ovo ovlašćenje je već završeno.
refusal-people-unchanged = To već ima.
refusal-people-waiting = Previše izmena čeka. Prvo odlučite o nekima.
refusal-people-full = Čvor ne može da čuva više osoba.
refusal-people-decided = O ovome je već odlučeno.
refusal-people-not-your-change = Povlači samo onaj ko je tražio.
refusal-people-same-person = Vi ste ovo tražili, pa potvrđuje drugi administrator.
refusal-people-content-changed = To nije ono što ste videli. Pročitajte kako stoji.
refusal-people-stale = Ovlašćenja su se u međuvremenu promenila. Povucite i predložite ponovo.
refusal-people-proposer = Ko je ovo predložio više nije administrator. Odbijte i predložite ponovo.
refusal-people-login = Ime ne daje reč za prijavu. Dajte je.
refusal-people-login-taken = Neko drugi iz vaše agencije prijavljuje se tom rečju.
refusal-people-exercise = Osobe i pravila nisu deo vežbe. Prijavite se van nje.

### Nalazi
finding-check-area-empty = Nijedna opština nije izabrana. Izaberite gde važi.
finding-check-area-many = Upozorenje ima najviše { $max } područja.
finding-check-area-unknown = { $area } nije područje ovog profila.
finding-check-area-unserved = Područje { $area } ne dobija tekst ni na jednom svom službenom jeziku. Napišite jedan.
finding-check-expired = Upozorenje bi isteklo pre nego što izađe. Postavite kasniji kraj.
finding-check-expires-before-onset = Upozorenje se završava pre nego što počne. Postavite kasniji kraj.
finding-check-too-long = Upozorenje bi važilo duže od 7 dana. Postavite raniji kraj, pa ga tada dopunite.
finding-check-hazard-unknown = { $hazard } nije događaj ovog profila.
finding-check-language-missing = { $language }: tamo službeni jezik, a nedostaje. Napišite, ili izostavite uz razlog.
finding-check-left-out-reason = { $language }: izostavljen bez razloga. Recite zašto u 10 slova ili više.
finding-check-left-out-written = { $language }: i napisan i izostavljen. Uklonite razlog ili tekst.
finding-check-text-missing = { $language }: polje je prazno. Napišite { $field ->
        [headline] naslov
        [description] šta se dešava
       *[other] šta da se radi
    }.
finding-check-text-long = { $language }: { $field ->
        [headline] naslov
        [description] tekst o tome šta se dešava
       *[other] tekst o tome šta da se radi
    } je duži od { $max } znakova.
finding-check-text-placeholder = { $language }: u tekstu su ostale zagrade. Popunite ili uklonite ono što tu stoji.
finding-check-text-control = { $language }: znak se ne vidi. Otkucajte ponovo.
finding-check-numbers-differ = { $language }: ovde nema brojeva iz drugog jezika: { $lacks }. Uporedite tekstove.
finding-check-times-differ = { $language }: ovde nema vremena iz drugog jezika: { $lacks }. Uporedite tekstove.

# The map.
map = Karta
map-name = Karta onoga što smete da čitate: stvari { $count }. Spisak pored drži sve.
map-layers = Slojevi
map-layers-close = Zatvori slojeve
map-counts = Brojevi sadrže samo ono što smete da čitate.
map-more = Ima više nego što karta može da pokaže: suzite slojeve ili pogledajte spisak.
map-layer-signals = Signali, incidenti
map-layer-gauges = Vodomeri
map-layer-units = Jedinice
map-layer-shelters = Skloništa
map-layer-facilities = Objekti
map-layer-tasks = Zadaci
map-layer-warnings = Upozorenja, nacrti
map-find = Mesto, Место, MGRS
map-find-name = Idi na mesto, oznaku mreže, ili geografsku širinu i dužinu
map-find-nothing = Nema mesta s tim imenom. Sela možda nedostaju: probajte opštinu.
map-draw = Crtaj
map-measure = Meri
map-list = Spisak
map-list-name = Na karti, kao spisak
map-list-find = Ime ili broj
map-list-rest = Još { $count }: upišite deo imena.
map-list-empty = Ovde nema ničega što smete da čitate.
map-view = Pogled
map-closer = Bliže
map-farther = Dalje
map-whole = Cela zemlja
map-seats = Tačke su sedišta: granice nisu uvezene
map-no-ground = Karta nije stigla
map-no-ground-why = Veza je spora ili prekinuta. Red i ono što je u ruci rade i bez nje.
map-no-picture = Karta ovde ne može da se nacrta
map-no-picture-why = Ovaj pregledač ne daje WebGL. Sve što stoji na karti jeste u spisku.
map-sketch-first = Pritisnite na kartu, ili je pomerite pod krst i pritisnite Enter.
map-sketch-here = Tačka na krstu
map-sketch-undo = Vrati
map-sketch-end = Kraj
map-draw-more = Tri tačke čine oblast.
map-draw-crossed = Oblast seče samu sebe: vratite poslednju tačku.
map-draw-close = Zatvori oblast
map-draw-nowhere = ne dodiruje nijednu opštinu
map-draw-warning = Novo upozorenje ovde
draft-drawn = Nacrtano na karti: upozorenje važi unutar ovog oblika.
draft-undraw = Ukloni oblik
time-name = Vreme: slika jednog trenutka poslednja 24 časa
time-day = 24 časa
time-now = sada { $time }
time-live = Uživo
time-drag = vucite za pregled
time-past = Prošlost
time-play = Pusti dan
time-stop = Stani
past-picture = Slika od { $time }
past-shut = Čitanje se nastavlja, pisanje je zatvoreno.
hand-now = Prikazano kako je sada.
past-back = Nazad na sada
keys-group-map = Karta
keys-layers = slojevi
keys-earlier = ranije
keys-later = kasnije
kind-unit = Jedinica
kind-facility = Objekat
kind-shelter = Sklonište
refusal-past-shut = Prikazan je trenutak prošlosti. Vratite se na sada da biste pisali.
fact-whose = Pripada
fact-room = Mesta za
fact-period = Javlja se svakih
thing-boat = Čamac
thing-pump = Pumpe
thing-fire = Vatrogasci i spasavanje
thing-medical = Medicinska
thing-patrol = Patrola
thing-hospital = Bolnica
thing-fire-station = Vatrogasna stanica
thing-substation = Trafostanica
thing-school = Škola
thing-dam = Brana
thing-bridge = Most
thing-state-available = slobodna
thing-state-on-the-way = na putu
thing-state-working = radi
thing-state-resting = odmara
thing-state-out = van
thing-state-open = otvoreno
thing-state-limited = ograničeno
thing-state-full = puno
thing-state-closed = zatvoreno

signal-alike = Liči na
signal-alike-hint = Znak od mašine. Ništa se ne vezuje dok vi to ne učinite.
report-public = Šta je javno
report-shown-waiting = Ništa nije javno. Niko još nije odlučio.
report-shown-published = Javno, rečima službenika:
report-shown-rejected = Ništa od toga neće biti javno.
report-shown-hidden = Bilo je javno i više nije.
report-told = Prijavilac čita: { $progress }.
report-progress = Kako stoji posao
report-progress-received = primljeno je
report-progress-in-hand = neko radi na tome
report-progress-done = završeno je
report-progress-passed-on = pripada nekom drugom
report-nobody = Predato bez imena, ili nije za vas.
report-publish = Objavi obaveštenje
report-publish-again = Izmeni obaveštenje
report-reject = Odbij
report-reject-what = Ništa iz ove prijave neće biti javno. Ostaje u redu za one koji na njoj rade.
report-hide = Povuci
report-hide-what = Obaveštenje se više ne prikazuje. Njegov broj ostaje, bez reči.
report-answer = Odgovori prijaviocu
report-answer-words = Rečima (može biti prazno)
report-answer-who = Čita ko ima kod prijave.
report-changed = Neko drugi je u međuvremenu odlučio. Pogledajte ponovo, vaše reči su ovde.
report-came = Kako je stiglo. Ništa se ne preuzima samo.
report-words = Šta će svi čitati
report-words-why = Bez imena, bez telefona, bez kućnih brojeva ljudi.
report-words-missing = Napišite šta će svi čitati.
report-words-lang = Jezik ovih reči
report-note = Šta se radi (može biti prazno)
report-done = Već je završeno
report-where = Gde: { $place }, zaokruženo
report-where-round = otprilike tamo
report-sees-all = Ovo mogu svi da čitaju.
report-grounds = Na osnovu čega
report-grounds-names = Imenuje ljude
report-grounds-twice = Već javno pod drugim brojem
report-grounds-wrong = Nije za ovu agenciju
report-grounds-untrue = Pokazalo se netačnim
report-grounds-whom = Razloge čitaju agencije. Prijaviocu se ne kažu.
report-who = Ko je predao
report-who-sealed = Zapečaćeno odvojeno od prijave { $number }
report-who-warning = Otvaranje se beleži: { $name }, ovaj trenutak, ova svrha. Nadzornik čita taj zapis.
report-who-purpose = Vaša svrha
report-who-sure = Treba mi da bih pomogao ili pitao, u ovu svrhu
report-who-tick = Prvo označite da vam treba.
report-who-open = Otvori, uz zapis
report-who-opened = Vaše otvaranje je zabeleženo. Nestaje sa ekrana kad zatvorite.
report-who-name = Ime
report-who-phone = Telefon
report-who-mail = Pošta
report-who-unsaid = nije rečeno
report-who-close = Zatvori i zaboravi
report-photos-careful = Mogu da prikazuju ljude ili da budu teške za gledanje. Nisu javne i nikada neće biti.
report-photos-show = Prikaži fotografije
report-photo-of = Fotografija { $number } od { $count }
report-photo-alt = Fotografija { $number } od { $count } koja je stigla uz prijavu { $report }
report-photo-open = Otvori veliku fotografiju { $number }
report-photo-gone = Fotografija { $number } se više nikome ne prikazuje: „{ $reason }“
report-photo-broken = Fotografija { $number } ne može da se prikaže. Pokušajte ponovo ili javite operateru.
report-photo-before = Prethodna
report-photo-next = Sledeća
report-photo-private = Nije javna
report-withhold = Ukloni iz prikaza
report-withhold-what = Ova fotografija se više nikome ne prikazuje i ovde se ne može vratiti. Ostaje zapečaćena dok se ne obriše ili joj ne istekne rok.
report-withhold-person = Prepoznaje se neko ko s tim nema veze
report-withhold-cruel = Teška je za gledanje i nikome ne pomaže
report-withhold-other = Nema veze s prijavom
report-photos = { $count ->
    [one] Uz nju je stigla { $count } fotografija.
    [few] Uz nju su stigle { $count } fotografije.
   *[other] Uz nju je stiglo { $count } fotografija.
}

## Alarmi i obeleženi zapisi
alarm-which = Koja vrsta
alarm-all = Sve
alarm-bulk = Mnogo otvoreno
alarm-canary = Obeležen zapis
alarm-export-bulk = Mnogo izneto
alarm-canary-said = Obeležen zapis je otvoren, ili iznet u datoteci
alarm-export-said = { $count ->
    [one] { $count } zapis je izašao iz čvora u datotekama za jedan dan
    [few] { $count } zapisa su izašla iz čvora u datotekama za jedan dan
   *[other] { $count } zapisa je izašlo iz čvora u datotekama za jedan dan
}, više nego što jedna osoba sme da uzme
alarm-second = Druga osoba
alarm-id = Identifikator
alarm-marked = Obeležen jer
alarm-when = Kada
alarm-what-out = Šta je izneto
alarm-moved = Neko je to u međuvremenu ocenio. Sada stoji ovako: ocenite ponovo, ili ostavite.
over-show-alarm = Alarmi
over-act-canary = otvaranje obeleženog zapisa
over-act-export-bulk = mnogo izneto
canary-head = Obeleženi zapisi
canary-list = Spisak obeležja
canary-why = Zapisi koje niko nema razloga da otvori. Ko otvori takav dobija ono što bi ionako dobio, a vi budete obavešteni. Da li ičega ima pod nekim identifikatorom ne kaže se nikome, pa ni ovde.
canary-empty = Nijedan zapis nije obeležen.
canary-more = Prikaži sledeće, još { $count }
canary-set = Obeleži zapis
canary-set-short = Obeleži
canary-set-again = Obeleži ponovo
canary-set-what = Obeležavate identifikator. Ne kaže vam se da li pod njim ičega ima, a da je obeležen vide samo nadzornici.
canary-id = Identifikator zapisa
canary-id-bad = Nalepite jedan identifikator: 32 cifre i slova od a do f, sa crticama.
canary-id-read = Identifikator u tome:
canary-set-why = Zašto se prati
canary-read = Ovo čitaju nadzornici i niko drugi. Ostaje zabeleženo.
canary-often-planted = Podmetnut je kao mamac
canary-often-nobody = Niko tamo nema zadatak
canary-often-asked = Tražila je agencija
canary-before = Bio je obeležen i ranije. Obeležje je uklonio ili uklonila { $name }, { $when }:
canary-marked = Zapis je obeležen.
canary-lift = Ukloni obeležje
canary-lift-of = Ukloni obeležje sa { $id }
canary-lift-what = Od sada niste obavešteni ko otvara { $id }. Ono o čemu ste ranije obavešteni ostaje.
canary-lift-why = Zašto se uklanja
canary-often-over = Više nije potrebno
canary-often-work = Sada ljudi tamo imaju posla
canary-often-mistake = Bio je pogrešan zapis
canary-lifted = Obeležje je uklonjeno.
canary-gone = Uklonio ga je u međuvremenu drugi nadzornik.
canary-moved = Drugi nadzornik je to u međuvremenu promenio. Sada stoji ovako: pogledajte, pa uradite ponovo.
refusal-canary-set = Ovaj zapis je već obeležen.
refusal-canary-none = Ovaj zapis nije obeležen.
refusal-canary-full = Obeleženo je onoliko zapisa koliko može. Prvo uklonite neka obeležja.
refusal-canary-machine = Zapis obeležava osoba, nikada program.
refusal-judging-nothing = Ovo ne čeka ocenu.
refusal-judging-machine = Čitanje ocenjuje osoba, nikada program.
refusal-judging-own = Ovo je vaše sopstveno čitanje. Mora da ga oceni drugi nadzornik.

## Nadzor
nav-oversight = Nadzor
tab-oversight = Nadzor
over-open-head = Neuobičajeno čitanje
over-open-count = { $count ->
    [one] { $count } čeka vašu ocenu
    [few] { $count } čekaju vašu ocenu
   *[other] { $count } čeka vašu ocenu
}
over-none = Ništa neuobičajeno
over-none-why = Ko za kratko vreme otvori mnogo različitih stvari, otvori obeležen zapis ili iznese mnogo stoji ovde dok nadzornik ne kaže šta misli o tome.
over-waiting = Čeka ocenu
over-waits = već { $age }
over-bulk = { $count } različitih stvari otvoreno za { $span }
over-since = Početak
over-judged = Ocenio
over-justified = Opravdano
over-asked = Agencija je upitana
over-unjustified = Neopravdano
over-do-justified = Opravdano
over-do-asked = Pitaj agenciju
over-do-unjustified = Neopravdano
over-what = Šta je čitano
over-why = Zašto tako mislite
over-why-read = Ovo čitaju drugi nadzornici. Ostaje zabeleženo, kao i ono što je ranije rečeno.
over-often-work = Bilo je deo posla
over-often-shift = Primopredaja smene
over-often-unclear = Razlog nije jasan
over-person-code = Osoba { $code }
over-everybody = Prikaži sve
over-accesses = Pristupi
over-list = Spisak pristupa
over-agencies = Sve agencije
over-show-all = Sve
over-show-open = Otvoreno
over-show-search = Pretrage
over-show-denied = Odbijeno
over-show-enter = Prijave
over-show-export = Izvozi
over-time = Vreme
over-who = Ko
over-did = Radnja
over-kind = Nad kojom vrstom
over-times = Puta
over-act-open = otvaranje
over-act-list = spisak
over-act-search = pretraga
over-act-stream = praćenje uživo
over-act-export = izvoz
over-act-denied = odbijeno
over-act-enter = prijava
over-act-enter-refused = prijava odbijena
over-act-bulk = mnogo otvaranja
over-older = Starije
over-empty = Ništa takvo nije zabeleženo
over-empty-why = Što se gleda stoji ovde u roku od minuta; od RESTRICTED naviše pre nego što se prikaže.
over-note-head = Vidite ko, koja vrsta, zašto i kada. Ne vidite šta je pisalo.
over-note = Imena ostaju u agenciji: za njene ljude vidite šifru. Da biste otvorili zapis, pitajte njegovog vlasnika.
over-week = Poslednjih 7 dana, po agencijama
over-week-none = Niko ništa nije gledao.
over-week-since = Ima mnogo: računa se samo ono posle { $when }.
over-not-scored = Radnje po službama. Ljudi se ne ocenjuju.
over-logs = Dnevnici
over-logs-good = bez oštećenja
over-logs-wrong = oštećeno
over-records = { $count ->
    [one] zapis
    [few] zapisa
   *[other] zapisa
} potpisano
over-sealed = Potpisano
over-ago = pre { $age }
over-unsealed = nikada
over-root = Koren
over-take = Ponesite glavu
over-check = Glava se upoređuje bez veze, sa
over-rules = Ko šta sme
over-rules-since = Čvor postupa po ovim pravilima od { $when }.
over-rule-forbid = Zabranjeno
over-rule-permit = Dozvoljeno
over-rule-text = Tekst pravila { $id }
try-rules = Probaj drugi tekst
try-rules-why = Provera ništa ne upisuje: vidite šta u tekstu nije u redu, koja pravila menja, i ko šta dobija a ko šta gubi.
try-text = Tekst, u jeziku Cedar
try-check = Proveri
try-undo = Nazad na sadašnji tekst
try-faults = { $count ->
    [one] { $count } stvar u njemu nije u redu
    [few] { $count } stvari u njemu nisu u redu
   *[other] { $count } stvari u njemu nije u redu
 }
try-fault = Red { $line }:
try-fault-rule = Red { $line }, pravilo { $rule }:
try-same = Pravila su ista kao sada.
try-changed = Pravila koja se menjaju
try-rule-new = novo
try-rule-gone = ukinuto
try-rule-other = izmenjeno
try-before = Ranije: { $words }
try-who = Ko dobija i ko gubi
try-nobody = Niko time ništa ne dobija niti gubi.
try-all-agencies = u svakoj agenciji
try-every-agency = svaka nacionalna agencija
try-every-operator = svaki operater
try-every-oversight = svako nadzorno telo
try-every-partner = svaki partner
try-every-municipality = svaka opština
try-gains = dobija
try-loses = gubi
try-assurance-1 = jednim faktorom
try-assurance-2 = sa dva faktora
try-assurance-3 = pristupnim ključem
try-entered-person = čovek
try-entered-machine = program
try-entered-player = igrač vežbe
try-exercise = u vežbi
try-real = u stvarnom radu
try-other-purposes = za svaku drugu svrhu
over-erased = Obrisano
over-erased-none = Ništa nije obrisano.
over-erasure = { $count ->
    [one] { $count } verzija prepisana
    [few] { $count } verzije prepisane
   *[other] { $count } verzija prepisano
}
kind-access = pristup
kind-grant = ovlašćenje
kind-moderation = moderacija
kind-notice = obaveštenje
kind-reporter = ko je prijavio
kind-exercise = vežba
kind-inject = događaj vežbe
kind-erasure = brisanje

## Pravila
nav-rules = Pravila
tab-rules = Pravila
deed-rules = Na pravila o tome ko šta sme
keys-rules = pravila
keys-write = napiši druga pravila
keys-confirm = potvrdi
keys-check = proveri tekst
keys-group-rules = Pravila
try-lines = Tekst pravila { $id }, pre i posle
rules-list = Pravila na snazi, na čekanju i ranija
rules-hand = Pravila u ruci
rules-look = Na pravila
rules-wait = { $count ->
    [one] { $count } izmena pravila čeka drugu osobu
    [few] { $count } izmene pravila čekaju drugu osobu
   *[other] { $count } izmena pravila čeka drugu osobu
}
rules-on-record = Zabeležena su u dnevniku.
rules-of-profile = To su pravila profila, kako su pročitana pri pokretanju.
rules-nobody = Šta ne sme niko, bez obzira na ulogu
rules-roles = Šta uloge dozvoljavaju
rules-held-besides = Šta god da ovde stoji, niko ne odobrava ono čiji je deo sam napisao, a za upozorenja treba dvoje. Ko sme nešto da čita kaže oznaka te stvari, nikada ovo ovde.
rules-by-role = Po ulogama: šta koja dozvoljava
rules-text = Ceo tekst
rules-text-lines = Ceo tekst, sa onim što bi se promenilo
rules-count = { $count ->
    [one] { $count } pravilo
    [few] { $count } pravila
   *[other] { $count } pravila
}
rules-now = na snazi
rules-past = ranije
rules-mine = vaše
rules-waits = čeka
rules-stale = zastarelo
rules-waiting = Čeka drugu osobu
rules-waiting-none = Niko ne traži druga pravila.
rules-stood = Zabeležena pravila
rules-stood-none = Još ništa nije zabeleženo
rules-stood-none-why = Čim dvoje promeni pravila, svaki tekst stoji ovde, sa tim ko, kada i zašto.
rules-stood-more = { $count ->
    [one] { $count } stariji tekst je samo u dnevniku.
    [few] { $count } starija teksta su samo u dnevniku.
   *[other] { $count } starijih tekstova je samo u dnevniku.
}
rules-vain = Traženo bez uspeha
rules-refused-who = { $first }; odbija { $second }
rules-withdrawn-who = povlači { $first }
rules-refused-by = Odbija
rules-ended = Odlučeno
rules-refused-why = Zašto je odbijeno
rules-stood-one = Pravila koja su važila
rules-stood-first = Ne može se prikazati šta je promenjeno: tekst pre ovog ovde nije zabeležen, ili se više ne čita.
rules-by-two = { $first }; potvrđuje { $second }
rules-by-operator = Operater, pri pokretanju
rules-from-profile = Preuzeto iz profila
rules-wanted = Druga pravila koja neko traži
rules-state-proposed = čeka drugu osobu
rules-state-confirmed = potvrđeno
rules-state-refused = odbijeno
rules-state-withdrawn = povučeno
rules-stale-why = Pravila su se promenila otkad je ovo predloženo, pa niko ne može da ga potvrdi. Ono što stoji ispod poredi se sa sadašnjim pravilima. Odbijte ga ili povucite, pa neka se predloži ponovo.
rules-who = Traži
rules-when = Kada
rules-why = Zašto
rules-from = Na snazi od
rules-second = Potvrđuje
rules-hash = Tačno ovo
rules-signed = Potpisano
rules-signed-yes = pristupnim ključem
rules-signed-check = Proverava svako ko ima dnevnik:
rules-signed-no = ne, nije traženo
rules-changes = Menja
rules-changes-count = { $rules ->
    [0] nijedno pravilo
    [one] { $rules } pravilo
    [few] { $rules } pravila
   *[other] { $rules } pravila
}, i prava u { $roles ->
    [0] nijednoj ulozi
    [one] { $roles } ulozi
    [few] { $roles } uloge
   *[other] { $roles } uloga
}
rules-at-once = Čim se potvrdi, čvor odmah postupa po tome, za sve.
rules-at-once-why = Važi i za otvorene sesije i za svaku agenciju. Dvoje to može ponovo da promeni, na isti način.
rules-confirm = Potvrdi tačno ovo
rules-confirm-now = Potvrdi za sve, odmah
rules-refuse-what = Pravila ostaju kako jesu. Ko je tražio druga može da predloži ponovo.
rules-refuse-read = Ko sme da gleda pravila nalazi ovo zabeleženo.
rules-refuse-wide = Dozvoljava više nego što treba
rules-refuse-grounds = Osnov nije dovoljan
rules-refuse-other = Pravila su se u međuvremenu promenila
rules-said-propose = Predato. Čeka drugu osobu; dotle se ništa ne menja.
rules-said-confirm = Potvrđeno. Čvor sada postupa po ovim pravilima.
rules-said-refuse = Odbijeno. Pravila ostaju kako jesu.
rules-said-withdraw = Povučeno. Pravila ostaju kako jesu.
rules-write = Napiši druga pravila
rules-write-from = Nastavi od ovog teksta
rules-begun = Započeli ste drugi tekst. Čuva se u ovom pregledaču. Da li da ovaj zauzme njegovo mesto?
rules-begun-replace = Odbaci moj
rules-begun-go-on = Nastavi sa mojim
rules-moved = Pravila su se promenila otkad ste počeli. Provera poredi vaš tekst sa sadašnjim: pogledajte da li vraća nešto što su drugi promenili.
rules-reason = Zašto su potrebna druga pravila
rules-reason-such = Nalog, odluka, zakon, sa brojem i datumom
rules-reason-read = Ovo čita svako ko sme da gleda pravila. Ostaje zabeleženo.
rules-asks-two = Tačno ovo mora da potvrdi druga osoba, iz druge agencije ako je ima. Dotle se ništa ne menja.
rules-propose = Predaj drugoj osobi
rules-later = Nastavi kasnije
rules-lacks-change = Tekst je onaj koji je na snazi. Prvo ga promenite.
rules-lacks-check = Prvo proverite tekst: vidite šta menja, i kome.
rules-lacks-faults = Nešto u tekstu nije u redu. Popravite, pa proverite ponovo.
rules-lacks-reason = Kažite zašto: nalog, odluka, zakon.
kind-policy = pravila
kind-policy-change = izmena pravila
act-policy-change = menjanje pravila o tome ko šta sme

## Potpis pristupnim ključem
sign-takes = Za ovo treba vaš pristupni ključ: on potpisuje tačno ovo.
sign-asking = Pregledač traži vaš pristupni ključ.
sign-to-me = Pogledajte svoje ključeve, ili napravite jedan
sign-insecure = Za ovo treba pristupni ključ, a ovde se ne može koristiti: ova stranica nije stigla sigurnom vezom (https). Otvorite je njenom sigurnom adresom.
sign-unknown = Za ovo treba pristupni ključ, a ovaj pregledač ih ne poznaje. Uzmite noviji.
sign-cancelled = Ništa nije potpisano: odbili ste, vreme je isteklo, ili ovaj uređaj nema vaš pristupni ključ. Pokušajte ponovo, ili uzmite uređaj na kom je vaš ključ.
sign-place = Pregledač na ovoj adresi ne koristi pristupni ključ. Otvorite čvor adresom na kojoj ste napravili svoj, ili javite operateru.
sign-unfit = Ovaj ključ ne može da traži vas. Uzmite ključ na uređaju sa zaključavanjem ekrana, ili ključ sa PIN-om.
sign-failed = Pregledač nije dao potpis. Pokušajte ponovo, ili uzmite drugi uređaj.
refusal-approval-passkey = Za ovo treba vaš pristupni ključ. Potpišite tačno ono što vidite.
refusal-approval-unsigned = Potpis ne važi za tačno ovo, ili njegov ključ nije zabeležen kao vaš. Uzmite ključ koji ste napravili na ovom čvoru, ili napravite novi.
refusal-approval-key = Ovo nije nijedan od vaših pristupnih ključeva. Potpišite ključem koji ste napravili na ovom čvoru.
refusal-policy-form = Kažite zašto, u najviše 400 znakova: nalog, odluka, zakon.
refusal-policy-stale = Pravila su se u međuvremenu promenila. Pogledajte ona koja su sada na snazi, pa neka se predloži ponovo.
refusal-policy-waiting = Previše izmena pravila čeka. Prvo odlučite o nekima.
refusal-policy-decided = O ovome je već odlučeno.
refusal-policy-not-yours = Povlači samo onaj ko je tražio.
refusal-policy-same-person = Vi ovo tražite, pa potvrđuje druga osoba.
refusal-policy-content-changed = To nije ono što ste videli. Pročitajte kako stoji.
refusal-policy-proposer = Ko je ovo predložio više ne sme da menja pravila. Odbijte, pa neka se predloži ponovo.
refusal-policy-same-agency = Pravila su za sve agencije, pa potvrđuje neko iz druge agencije od onoga ko je predložio.
refusal-policy-faults = Čvor ne može da postupa po ovom tekstu. Proverite ga: tamo stoji šta nije u redu, red po red.
refusal-policy-unchanged = Čvor već postupa upravo po ovom tekstu.
refusal-policy-overseer = Menja se ko ima ovo pravo: { $act }. Ono što rade nadzornici ne menja se dok čvor radi.
refusal-policy-no-way-back = Ostalo bi manje od dvoje koji mogu da menjaju pravila, i niko to ne bi mogao da vrati. Ostavite bar dvoje.
refusal-policy-administrators = { $agency } bi ostala bez administratora. Ostavite joj bar dva.

## Ljudi
nav-people = Ljudi
tab-people = Ljudi
deed-people = Na ljude moje agencije
deed-bring = Uvedi nekoga
deed-me = Moji ključevi, sesije i tokeni
keys-people = ljudi
keys-bring = uvedi nekoga
keys-change = promeni
keys-group-people = Ljudi
people-list = Spisak ljudi
people-hand = Osoba u ruci
people-hand-empty = Niko nije u ruci
people-hand-empty-why = Izaberite nekoga, ili pritisnite J i K. N uvodi novu osobu.
people-person = Osoba
people-absent-why = Radi za drugu agenciju, ili nema nikoga.
people-to-all = Svi ljudi
people-look = Pogledajte
people-tab-waiting = Čeka { $count }
people-bring = Uvedi nekoga
people-find = Ime ili reč za prijavu
people-filter = Ko se prikazuje
people-all = Svi
people-review = Za proveru { $count }
people-found = { $count ->
    [one] { $count } osoba
    [few] { $count } osobe
   *[other] { $count } osoba
}
people-rest = Ima ih još: napišite deo imena.
people-no-match = Nijedno ime ne odgovara
people-no-match-why = Znaci se mogu izostaviti; ćirilica nalazi latinicu.
people-none-due = Nijedna provera ne čeka
people-none-due-why = Kad dođe dan kada neko gleda da li je još potrebno, stoje ovde.
people-nobody = Ovde još nema nikoga
people-nobody-why = Ko se uvede, ima ono što mu date od trenutka kad se upiše.
people-over = Završeni ({ $count })
people-you = vi
people-guarded = treba dvoje
people-somebody = Neko
people-none = ništa
people-no-role = bez uloge
people-no-clearance = bez dozvole
people-no-end = bez kraja
people-until-short = do { $when }
people-clearance = { $policy } { $level }
people-level = do nivoa { $level }
people-level-not-had = nivo { $level }, koji vaša agencija više nema
people-review-due = Za proveru
people-review-due-why = Dana { $day } neko je trebalo da pogleda da li je još potrebno. Promenite uz nov dan, ili završite.
people-change-waits = Izmena čeka
people-change-yours = Čeka na vas.
people-change-others = Čeka na drugog administratora.
people-stands-holds = važi
people-stands-later = kasnije
people-stands-lapsed = isteklo
people-stands-ended = završeno
people-stands-long-holds = Važi sada
people-stands-long-later = Još ne važi
people-stands-long-lapsed = Isteklo je
people-stands-long-ended = Neko je to završio
people-holds = Šta ima
people-when = Kada i na osnovu čega
people-change = Promeni
people-change-of = Promeni šta ima { $name }
people-give-back = Vrati
people-give-back-to = Vraćanje: { $name }
people-end = Završi sada
people-end-what = { $name } odmah gubi sve: uloge, grupe i dozvole prestaju, kao i sesije i otvoreni tokovi. Ko kasnije ponovo uđe u grupu, ne čita ono što je u međuvremenu podeljeno. Ono što je napisano ostaje.
people-end-why = Zašto prestaje
people-end-read = Ovo čitaju administratori vaše agencije. Ostaje zabeleženo.
people-often-left = Otišao ili otišla iz agencije
people-often-duties = Sada ima druge dužnosti
people-often-contract = Ugovor je istekao
people-ended-said = Završeno je ono što je imao ili imala { $name }.
people-me = Niko ne menja ono što sam ima. To radi drugi administrator.
people-moved = Neko je to u međuvremenu promenio. Sada stoji ovako: pogledajte ponovo.
people-moved-head = Neko je to u međuvremenu promenio.
people-moved-why = Gde ništa niste upisali, obrazac sledi. Ono što ste upisali ostaje. Pročitajte, pa pošaljite ponovo.
people-again = Ovo ste već započeli. Ono što ste upisali opet je ovde.
people-login-why = Ako ostane prazno, pravi se od imena.
people-not-had = vaša agencija to više nema
people-none-had = Vaša agencija nema šta da da.
people-from-now = od sada
people-review-often = Kada se ponovo gleda
people-review-91 = za 3 meseca
people-review-182 = za 6 meseci
people-review-365 = za godinu dana
people-review-why = Tog dana neko gleda da li je još potrebno.
people-grounds-such = Naredba, raspored, ugovor, sa brojem i datumom
people-lacks = Nešto prvo treba ispraviti. Stoji na svom mestu.
people-lacks-name = Napišite ime.
people-lacks-grounds = Recite na osnovu čega: naredba, raspored, ugovor.
people-lacks-login = Koristite mala slova bez znakova, cifre, tačku, crtu ili donju crtu.
people-lacks-until = Mora da se završi posle početka.
people-lacks-review = Izaberite dan od sutra, u roku od dve godine.
people-two = treba dvoje
people-asks-two = Ovo mora da potvrdi drugi administrator:
people-asks-two-why = Do tada se ništa ne menja.
people-at-once = Važi čim se upiše, i za otvorene sesije.
people-two-role = uloga { $name }
people-two-act = pravo „{ $name }“
people-two-group = grupa { $name }
people-two-nation = partneri iz { $name }
people-two-because = Treba dvoje: { $why }.
people-propose = Predaj drugom administratoru
people-save = Upiši
people-said-written = Upisano. { $name } ima kako ovde stoji.
people-said-waits = Ono što treba da ima { $name } čeka na drugog administratora.
people-waiting = Čeka na drugog administratora
people-waiting-yours = { $count } za vas
people-waiting-none = Ništa ne čeka
people-waiting-none-why = Ko odobrava upozorenja, upravlja ljudima, nadzire, ili ulazi u stranu ili fuzionu grupu, toga puštaju dva administratora. Ono što jedan napiše stoji ovde za drugog.
people-for-you = Čeka na vas
people-by-you = Vi ste tražili
people-by-you-why = Potvrđuje drugi administrator.
people-about-you = Tiče se vas
people-about-you-why = Odlučuje drugi administrator.
people-wanted-by = Traži { $name }, { $when }.
people-kind-new = Nova osoba.
people-kind-change = Izmena.
people-kind-back = Vraća ono što je završeno.
people-confirm = Potvrdi tačno ovo
people-refuse = Odbij
people-withdraw = Povuci
people-refuse-what = Ono što ima { $name } ostaje kako jeste.
people-refuse-why = Zašto odbijate
people-refuse-read = Ovo čitaju administratori vaše agencije. Ostaje zabeleženo.
people-refuse-grounds = Osnov nije dovoljan
people-refuse-much = Više je nego što posao traži
people-refuse-person = Nije prava osoba
people-said-confirm = Potvrđeno. { $name } to ima od sada.
people-said-refuse = Odbijeno. Ono što ima { $name } ostaje kako jeste.
people-said-withdraw = Povučeno. Ono što ima { $name } ostaje kako jeste.
people-log-in = Kako se prijavljuje
people-passkeys = { $count ->
    [0] nijedan
    [one] { $count } pristupni ključ
    [few] { $count } pristupna ključa
   *[other] { $count } pristupnih ključeva
}
people-password = da, sa jednokratnim kodom
people-no-password = nema
people-link = Veza
people-link-open = još nije upotrebljena, važi do { $until }
people-no-way = Još nema načina da se prijavi. Veza ga daje.
people-link-make = Napravi vezu za prijavu
people-link-what = Preko veze { $name } pravi pristupni ključ na svom uređaju, ili lozinku sa jednokratnim kodom. Vi ne vidite ni jedno ni drugo.
people-link-how = Šta biva s onim što već ima
people-link-more = Još jedan način.
people-link-more-why = Ono čime se sada prijavljuje ostaje.
people-link-new = Umesto svih.
people-link-new-why = Za izgubljen ili ukraden uređaj: sve čime se prijavljuje prestaje kad se veza upotrebi.
people-link-reason = Zašto dobija vezu
people-link-reason-missing = Recite zašto: ostaje zabeleženo.
people-link-two = Ovo mora da potvrdi drugi administrator, zbog onoga što ova osoba sme. Tada se veza pravi.
people-link-waits = Veza za prijavu čeka na drugog administratora.
people-link-made = Veza za prijavu: { $name }
people-link-name = Veza
people-link-once = Prikazuje se ovde jednom i radi jednom.
people-link-holds = Važi jedan dan, do { $until }.
people-link-reach = Mora da stigne putem koji je sigurno njihov.
people-link-reach-why = Lično, ili preko broja koji ste znali i ranije. Ko ima vezu, prijavljuje se kao ta osoba.
people-link-done = Imam je, zatvori
people-link-wants-more = Veza za prijavu: još jedan način.
people-link-wants-new = Veza za prijavu umesto svih načina.
people-link-confirm = Potvrdi i napravi vezu
people-link-confirmed = Veza za { $name } je napravljena.
people-link-refused = Veza za { $name } se ne pravi.
people-sessions-end = Završi sesije
people-sessions-what = { $name } se odmah svuda odjavljuje, a tokeni prestaju. Može ponovo da se prijavi kao i pre.
people-sessions-ended = Sesije su završene: { $name }.
held-name = Ime
held-login = Reč za prijavu
held-roles = Uloge
held-groups = Grupe
held-nations = Strani partneri
held-clearances = Dozvola
held-categories = Kategorije
held-from = Od
held-until = Do
held-review = Provera
held-grounds = Osnov
held-lang = Jezik
diff-added = novo:
diff-gone = oduzima se:
diff-was = bilo je:
diff-is = biće:
diff-stay = { $count ->
    [one] i { $count } koje ostaje
    [few] i { $count } koje ostaju
   *[other] i { $count } koje ostaju
}
diff-rest = Sve ostalo ostaje kako jeste.
diff-nothing = Ništa se ne bi promenilo.
once-copy = Kopiraj
once-copied = kopirano
once-by-hand = Pregledač ovde ne kopira. Izabrano je: pritisnite Ctrl C.

## Moji načini prijave
nav-me = Vi i vaše prijave
more-ways-in = Šta imate, vaši ključevi, sesije i tokeni
more-other-sessions = Vaše druge sesije
me-who = Ko ste
me-login = Prijavljujete se kao
me-holds = Šta imate
me-holds-why = Daje i završava administrator vaše agencije. Ako nešto nije u redu, javite mu.
me-assurance = Koliko je sigurno da ste to vi
assurance-anonymous = niko određen
assurance-single = jednom stvari: vezom, lozinkom ili tokenom
assurance-two-factor = dvema stvarima
assurance-phishing-resistant = pristupnim ključem
me-acts = Šta smete ({ $count })
me-older = Ovaj čvor nema sopstvenu prijavu
me-older-why = Došli ste preko ulazne veze. Ključevi, sesije i tokeni dolaze s novijim izdanjem.
me-passkeys = Pristupni ključevi
me-passkeys-why = Pristupni ključ je ključ na vašem uređaju koji niko ne može da vam izmami. Imajte dva, na dva uređaja.
me-passkeys-none = Nemate pristupni ključ.
me-added = dodat { $when }
me-used = korišćeno pre { $age }
me-never-used = nikad korišćeno
me-copied = Proizvođač može da ga prenese na vaše druge uređaje.
me-bound = Ostaje na ovom jednom uređaju.
me-remove = Ukloni
me-end = Završi
me-passkey-name = Kako ga zovete
me-passkey-such = Službeni telefon, plavi ključ
me-passkey-nameless = Dajte mu ime po kome ćete ga prepoznati.
me-passkey-add = Dodaj pristupni ključ
me-passkey-asking = Pregledač vas pita
me-passkey-added = Dodato: { $name }.
me-passkey-remove = Ukloni pristupni ključ
me-passkey-remove-of = Ukloni pristupni ključ { $name }
me-passkey-remove-what = { $name } više nikoga ne pušta. Sesije koje je započeo traju dok ih ne završite.
me-passkey-removed = Uklonjeno: { $name }.
me-passkey-may-not = Da biste ga dodali, prijavite se ponovo: pristupnim ključem, ili lozinkom i kodom. Onda imate 15 minuta.
me-passkey-insecure = Ovde se ne može napraviti pristupni ključ: ova stranica nije stigla sigurnom vezom (https).
me-passkey-unknown = Ovde se ne može napraviti pristupni ključ: ovaj pregledač ih ne poznaje. Uzmite noviji.
me-passkey-cancelled = Ništa nije dodato: odbili ste, ili je vreme isteklo.
me-passkey-has = Ovaj uređaj već ima vaš pristupni ključ.
me-passkey-place = Pregledač ne pravi pristupni ključ za ovu adresu. Javite operateru.
me-passkey-unfit = Ovaj uređaj ne može da napravi ključ koji traži vas. Uzmite drugi, ili podesite zaključavanje ekrana.
me-passkey-failed = Pregledač nije napravio ključ. Pokušajte ponovo, ili uzmite drugi uređaj.
me-password = Lozinka
me-password-has = Imate lozinku, sa jednokratnim kodom.
me-password-none = Nemate lozinku.
me-password-why = Nova se pravi preko veze za prijavu od administratora vaše agencije.
me-sessions = Sesije
me-sessions-why = Gde ste sada prijavljeni. Ono što ne poznajete, završite.
me-since = od { $when }
me-until = do { $when }
me-here = ova ovde
me-session-end-of = Završi: sesija od { $when }
me-session-ended = Sesija je završena.
me-others-end = Završi sve druge
me-others-ended = Ostala je samo ova sesija.
me-tokens = Tokeni
me-tokens-why = Token pušta program da radi kao vi, za radnje koje izaberete.
me-tokens-none = Nemate nijedan token.
me-token = Token
me-token-end-of = Završi: token { $name }
me-token-ended = { $name } više ne radi za vas.
me-token-make = Napravi token
me-token-made = Vaš token
me-token-once = Prikazuje se ovde jednom. Ko ga ima, radi kao vi: čuvajte ga gde ga čita samo taj program.
me-token-done = Imam ga, zatvori
me-token-name = Čemu služi
me-token-such = Merači gornjeg Drima
me-token-nameless = Recite čemu služi.
me-token-acts = Šta sme
me-token-acts-why = Ne birajte više nego što programu treba.
me-token-actless = Izaberite bar jednu.
me-token-days = Dana važenja
me-token-days-bad = Izaberite od 1 do 365 dana.
me-token-no-acts = Nijedna vaša uloga ne može da se nosi tokenom.
me-leave-why = Za izlaz iz ove sesije pogledajte

### Radnje
act-triage-take = uzimanje signala u ruke
act-triage-dismiss = odlaganje signala
act-triage-link = vezivanje signala za incidente
act-incident-open = otvaranje incidenata
act-incident-update = menjanje incidenata
act-incident-close = zatvaranje incidenata
act-entry-write = pisanje u dnevnik
act-task-assign = davanje zadataka
act-task-acknowledge = potvrda da je zadatak pročitan
act-task-start = početak zadataka
act-task-done = završavanje zadataka
act-task-cancel = povlačenje zadataka
act-warning-draft = pisanje upozorenja
act-warning-submit = predaja upozorenja drugom oficiru
act-warning-approve = odobravanje upozorenja
act-warning-refuse = vraćanje upozorenja
act-warning-issue = izdavanje upozorenja
act-warning-update = ažuriranje upozorenja
act-warning-cancel = otkazivanje upozorenja
act-signal-ingest = unošenje signala spolja
act-report-moderate = odluka šta je od prijava javno
act-report-identify = uvid u to ko je predao prijavu
act-exercise-play = igranje uloge u vežbi
act-exercise-direct = vođenje vežbi
act-search = pretraga
act-read-access-log = uvid u to ko je šta čitao
act-access-judge = ocena upadljivog čitanja
act-erase = brisanje
act-prune = uklanjanje isteklog
act-admin-people = upravljanje ljudima
refusal-people-own = Niko sebi ne pravi vezu za prijavu. Pitajte drugog administratora svoje agencije.
refusal-people-two-administrators = Za ovo treba drugi administrator.
refusal-me-last-way = Ovo je vaš poslednji način prijave. Prvo dodajte drugi.
refusal-me-machine = Token ne brine o svom vlasniku. Prijavite se pregledačem.
refusal-me-log-in-anew = Za ovo se prijavite ponovo: pristupnim ključem, ili lozinkom i kodom. Tada je moguće 15 minuta.
refusal-passkey-fault = Čvor ne veruje ovom ključu. Pokušajte još jednom, a ako ostane tako, javite svom administratoru.
refusal-passkey-known = Ovaj pristupni ključ je ovde već poznat. Uzmite drugi uređaj ili ključ.
refusal-passkey-many = Imate onoliko pristupnih ključeva koliko jedna osoba može. Prvo uklonite neki.
refusal-passkey-name = Dajte ključu ime od 1 do 60 znakova.
refusal-token-acts = Vaš token ne može da nosi neku od ovih radnji.
refusal-token-days = Token važi od 1 do 365 dana.
refusal-token-form = Tokenu treba ime, bar jedna radnja i najviše godina dana.
refusal-token-full = Čvor je izdao onoliko tokena koliko može. Prvo završite neki.
refusal-entry-unsaved = Čvor ne može to da zabeleži na disk. Javite operateru.
refusal-login-late = Vreme za ovaj pristupni ključ je isteklo, ili je već poslat. Počnite iznova.
refusal-id-taken = Ovo je već poslato i stiglo je. Pogledajte da li je tu, pa počnite iznova.
kind-grant-change = izmena ovlašćenja
kind-credential = način prijave
