# Stranice za sve i stranica ulazne veze. Pre upotrebe tekst treba da pregleda izvorni govornik.

lang-name = Srpski

moment = { $day }. { $month } { $year }. u { $time }
month-1 = januara
month-2 = februara
month-3 = marta
month-4 = aprila
month-5 = maja
month-6 = juna
month-7 = jula
month-8 = avgusta
month-9 = septembra
month-10 = oktobra
month-11 = novembra
month-12 = decembra

site = Javna upozorenja
skip = Pređi na upozorenje
languages = Jezici

severity-extreme = Ekstremno upozorenje
severity-severe = Ozbiljno upozorenje
severity-moderate = Umereno upozorenje
severity-minor = Blago upozorenje
severity-unknown = Upozorenje

what-to-do = Šta da uradite sada
what-happens = Šta se dešava
where = Gde
map = Karta mesta na koja se odnosi upozorenje
issued = Izdato { $when }.
updated-on = Ažurirano { $when }.
in-force-until = Važi do { $when }.
from-whom = Izdaje { $who }.
call = U opasnosti pozovite { $number }.

state-updated = Ovo upozorenje je zamenjeno novijim.
state-updated-link = Pročitajte novije upozorenje
state-cancelled = Ovo upozorenje je otkazano. Više ne važi.
state-cancelled-link = Pročitajte obaveštenje o otkazivanju
state-expired = Vreme ovog upozorenja je isteklo. Više ne važi.
state-all-clear = Opasnost je prošla: ranije upozorenje više ne važi.
other-language = Ovo upozorenje nije napisano na srpskom.

in-force = Važeća upozorenja
none = Nijedno upozorenje nije na snazi.
none-more = Kada ga bude, biće ovde.
others = Druga važeća upozorenja
over = Više ne važe
until = do { $when }
back = Sva upozorenja

feed-atom = Atom
feed-rss = RSS
message-cap = Ovo upozorenje kao CAP

exercise-banner = Ovo nije pravo upozorenje. Ne preduzimajte ništa.
exercise-what-to-do = šta biste uradili

absent-title = Ovde nema ničega
absent = Ovde nema ničega.

enter-title = Ulaz u Kullu
enter-who = Ulazite kao { $name }, { $agency }.
enter-once = Ova veza važi jednom. Ništa se ne dešava dok ne pritisnete dugme.
enter-button = Uđi
enter-refused = Ovom vezom ne možete ući

login-title = Prijava
login-purpose = Za šta
login-purpose-usual = Uobičajen posao moje agencije
login-exercise = Stvaran rad ili vežba
login-exercise-none = Stvaran rad
login-passkey = Prijavi se pristupnim ključem
login-password-title = Ili lozinkom i kodom
login-name = Ime
login-password = Lozinka
login-code = Kod iz vaše aplikacije
login-button = Prijavi se
login-lost = Ako ste izgubili ključ ili lozinku, zatražite novu vezu od administratora svoje agencije.
passkey-none = Ovaj pregledač ne poznaje pristupne ključeve. Koristite drugi, ili lozinku i kod.
passkey-insecure = Pristupni ključevi traže bezbednu vezu (https). Pitajte operatera, ili koristite lozinku i kod.
passkey-address = Na brojčanoj adresi nema pristupnih ključeva. Otvorite ovu stranicu po imenu sistema, ili koristite lozinku i kod.
passkey-cancelled = Otkazano je, ili je predugo trajalo. Ništa se nije desilo; pokušajte ponovo.
passkey-failed = Pregledač to nije mogao. Pokušajte ponovo, ili koristite drugi ključ.
passkey-known = Ovaj uređaj već ima pristupni ključ za vas. Koristite drugi.
passkey-wait = Uradite ono što traži pregledač.
enrol-title = Vaš način prijave
enrol-who = Ovo je za: { $name }, { $agency }.
enrol-replaces = Kada završite, prestaju svi vaši raniji ključevi, lozinke i sesije.
enrol-passkey-title = Pristupni ključ
enrol-passkey = Najbolji način: telefon, računar ili bezbednosni ključ dokazuje da ste to vi, i niko vam ga ne može izmamiti. Nikada ga ne pravite na tuđem uređaju.
enrol-passkey-name = Kako zovete ovaj uređaj
enrol-passkey-default = Moj uređaj
enrol-passkey-button = Napravi pristupni ključ
enrol-password-title = Ili lozinka sa kodom
enrol-password = Tamo gde pristupni ključ ne može. Na telefonu vam treba aplikacija za jednokratne kodove. Ko se ovako prijavi, ne vidi ono što je OGRANIČENO i više.
enrol-password-button = Postavi lozinku
enrol-code-title = Aplikacija za kodove
enrol-code = Otvorite aplikaciju za jednokratne kodove i neka pročita ovu sliku.
enrol-code-picture = Slika za aplikaciju, sa istim slovima kao ispod
enrol-code-letters = Ili u nju upišite ova slova:
enrol-password-set = Vaša lozinka
enrol-password-how = Najmanje { $min } znakova. Dobre su četiri ili pet reči koje nemaju veze s vama, i lako se pamte.
enrol-password-again = Ista još jednom
enrol-code-now = Kod koji aplikacija sada pokazuje
enrol-done-button = Gotovo
enrol-thanks-title = Gotovo
enrol-thanks = Ova veza je iskorišćena. Od sada se prijavljujete ovako:
refused-login-wrong = To se ne slaže. Pogledajte sve još jednom i pokušajte ponovo.
refused-login-wait = Previše puta je pokušano. Sačekajte { $minutes } min, ili koristite pristupni ključ, ili pregledač kojim ste se već prijavljivali.
refused-login-late = Predugo je trajalo, ili je već urađeno. Pokušajte još jednom.
refused-login-busy = Previše ljudi se prijavljuje u ovom trenutku. Pokušajte za minut.
refused-login-purpose = Vaša agencija ne radi za to. Izaberite nešto drugo.
refused-login-exercise = Ovde nema takve vežbe. Izaberite drugu.
refused-node-busy = Sistem ima previše posla u ovom trenutku. Pokušajte za minut.
refused-passkey-fault = Pristupni ključ nije prihvaćen. Pokušajte još jednom; ako tako ostane, javite administratoru.
refused-passkey-known = Ovaj pristupni ključ je ovde već poznat. Koristite drugi uređaj ili ključ.
refused-passkey-many = Imate onoliko pristupnih ključeva koliko jedno lice može imati. Prvo uklonite jedan.
refused-passkey-name = Nazovite uređaj sa najviše 60 znakova.
refused-enrol-unknown = Ova veza ne važi, ili je već iskorišćena. Ako to niste bili vi, odmah javite administratoru; inače zatražite novu.
refused-enrol-code = Kod se ne slaže. Upišite šest cifara koje aplikacija sada pokazuje, i proverite da li je sat na telefonu tačan.
refused-password-length = Lozinka je prekratka ili preduga. Uzmite četiri ili pet reči.
refused-password-easy = Ovu lozinku bi drugi prvu pokušali. Uzmite reči koje nemaju veze s vama, vašom agencijom ili ovim sistemom.
refused-password-differs = Lozinke nisu iste. Upišite istu dva puta.
refused-entry-unsaved = Sistem ne može da piše na disk, pa se ništa nije promenilo. Javite operateru i pokušajte ponovo.
refused-entry-grant = Danas nemate pravo da ovde radite. Pitajte administratora.
refused-session-full = Otvoreno je previše sesija. Pitajte operatera.

cancel-headline = { $hazard }: upozorenje više ne važi
cancel-description = Upozorenje „{ $headline }“ više ne važi.

report-title = Vremena odziva
report-seed = seme { $seed }
report-first = Prvi put, posle početka
report-signal = Signal
report-incident = Incident
report-task = Zadatak
report-warning = Javno upozorenje
report-all-clear = Kraj opasnosti
report-end = Kraj
report-steps = Svaki korak, od prethodnog
report-step = Korak
report-agency = Agencija
report-cases = Slučajeva
report-open = Otvoreno
report-median = Polovina u roku od
report-95 = 95 od 100 u roku od
report-all = Sve
report-nobody = Još niko
report-step-received = Primljeno
report-step-acknowledged = Preuzeto
report-step-assigned = Zadatak poslat
report-step-read = Zadatak pročitan
report-step-started = Zadatak započet
report-step-done = Zadatak obavljen
report-step-drafted = Upozorenje sastavljeno
report-step-approved = Odobreno
report-step-issued = Javno
report-step-cancelled = Povučeno
report-note = Izračunato iz onoga što smete da čitate. Vremena su sa sata na zidu. Malo slučajeva malo govori. Ništa ovde nije o nekoj osobi.

handing-call-first = Ako je neko u opasnosti, pozovite 112. Ovo možda niko neće odmah pročitati.
handing-keep-code = Sačuvajte ovaj kod: njime vidite dokle je vaša prijava i možete da dodate nešto. Prikazuje se samo sada. Ako je neko u opasnosti, pozovite 112.
handing-received = Stiglo je. Još niko nije odgovorio.
handing-in-hand = Neko radi na tome.
handing-done = Završeno je.
handing-passed-on = Prosleđeno je; odgovor kaže kome.

handing-title = Prijavite nešto
handing-status-title = Dokle je moja prijava?
handing-what = Šta želite da prijavite?
handing-words = Šta vidite?
handing-words-missing = Recite u nekoliko reči šta vidite.
handing-municipality = Opština
handing-landmark = Gde tačno? Ulica, most, prodavnica.
handing-place-missing = Recite gde: izaberite opštinu ili navedite mesto.
handing-photos = Fotografije (možete ostaviti prazno)
handing-photos-why = Najviše { $max }, JPEG ili PNG, zajedno { $size } MB. Gde su, kada i kojim telefonom snimljene uklanja se pre nego što se sačuvaju. Vide ih oni koji rade na vašoj prijavi; nikada ne postaju javne. Ono što je na samoj slici ostaje: ne snimajte lica i tablice koje ne moraju da se vide.
handing-photos-again = Ponovo izaberite fotografije: nisu mogle da se sačuvaju.
handing-photos-kept = { $count ->
    [one] Uz nju je stigla { $count } fotografija i sačuvana je.
    [few] Uz nju su stigle { $count } fotografije i sačuvane su.
   *[other] Uz nju je stiglo { $count } fotografija i sačuvano je.
}
handing-photo-many = Najviše { $max } fotografija: izaberite one koje najviše govore.
handing-photo-large = Fotografija { $number } je veća od { $size } MB: smanjite je ili je izostavite.
handing-photo-together = Sve zajedno je veće od { $size } MB: pošaljite manje fotografija ili manje slike.
handing-photo-slow = Fotografije su predugo putovale: pošaljite ih manje ili manje velikih, ili pošaljite prijavu bez njih.
handing-photo-busy = U ovom trenutku stiže previše fotografija: pokušajte uskoro ponovo, ili sada pošaljite prijavu bez njih.
handing-photo-room = U ovom trenutku fotografije ne mogu da se sačuvaju: pošaljite prijavu bez njih.
handing-photo-other = Fotografija { $number } je datoteka vrste { $kind }: sačuvajte je kao JPEG ili PNG i pošaljite to.
handing-photo-unusual = Fotografija { $number } je sačuvana na neuobičajen način: sačuvajte je ponovo kao običan JPEG i pošaljite to.
handing-photo-unknown = Datoteka { $number } nije fotografija: pošaljite JPEG ili PNG.
handing-photo-cut = Fotografija { $number } nije stigla cela: pošaljite je ponovo.
handing-photo-damaged = Fotografija { $number } je oštećena: pošaljite drugu.
handing-photo-size = Fotografija { $number } ima previše piksela: smanjite je.
handing-photo-field = Datoteke se šalju kao { $field }: datoteka { $number } je stigla pod drugim imenom.
handing-form-cut = Obrazac nije stigao ceo: pošaljite ga ponovo.
handing-contact = Ako imamo pitanja (možete ostaviti prazno)
handing-contact-why = To može da vidi samo agencija koja odgovara, i svaki uvid se beleži. Ništa od toga ne postaje javno.
handing-name = Ime
handing-phone = Telefon
handing-send = Pošalji
handing-thanks = Hvala. Vaša prijava je stigla.
handing-number = Broj prijave:
handing-code = Kod koji ste dobili
handing-code-wrong = Nema prijave sa ovim kodom. Pogledajte da li je svako slovo tačno.
handing-look = Pogledaj
handing-answer = Odgovor
handing-published = Nešto o tome je javno.
handing-lines = Redovi koje ste dodali: { $count }
handing-add = Dodajte nešto
handing-add-send = Dodaj
