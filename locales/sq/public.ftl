# Faqet për të gjithë dhe faqja e lidhjes hyrëse. Tekstet duhet t'i shikojë një redaktor vendës para përdorimit.

lang-name = Shqip

moment = { $day } { $month } { $year }, ora { $time }
month-1 = janar
month-2 = shkurt
month-3 = mars
month-4 = prill
month-5 = maj
month-6 = qershor
month-7 = korrik
month-8 = gusht
month-9 = shtator
month-10 = tetor
month-11 = nëntor
month-12 = dhjetor

site = Paralajmërimet publike
skip = Kalo te paralajmërimi
languages = Gjuhët

severity-extreme = Paralajmërim ekstrem
severity-severe = Paralajmërim i rëndë
severity-moderate = Paralajmërim i moderuar
severity-minor = Paralajmërim i lehtë
severity-unknown = Paralajmërim

what-to-do = Çka të bëni tani
what-happens = Çka po ndodh
where = Ku
map = Harta e vendeve të paralajmëruara
issued = Lëshuar më { $when }.
updated-on = Përditësuar më { $when }.
in-force-until = Vlen deri më { $when }.
from-whom = Lëshuar nga { $who }.
call = Në rrezik, telefononi { $number }.

state-updated = Këtë paralajmërim e ka zëvendësuar një më i ri.
state-updated-link = Lexoni paralajmërimin më të ri
state-cancelled = Ky paralajmërim është anuluar. Nuk vlen më.
state-cancelled-link = Lexoni njoftimin e anulimit
state-expired = Koha e këtij paralajmërimi ka kaluar. Nuk vlen më.
state-all-clear = Rreziku ka kaluar: një paralajmërim i mëparshëm nuk vlen më.
other-language = Ky paralajmërim nuk është shkruar në shqip.

in-force = Paralajmërimet në fuqi
none = Asnjë paralajmërim nuk është në fuqi.
none-more = Kur të ketë, do të jetë këtu.
others = Paralajmërime të tjera në fuqi
over = Nuk janë më në fuqi
until = deri më { $when }
back = Të gjitha paralajmërimet

feed-atom = Feed Atom
feed-rss = Feed RSS
message-cap = Ky paralajmërim si CAP

exercise-banner = Ky nuk është paralajmërim i vërtetë. Mos bëni asgjë.
exercise-what-to-do = çka do të bënit

absent-title = Këtu nuk ka asgjë
absent = Këtu nuk ka asgjë.

enter-title = Hyni në Kulla
enter-who = Hyni si { $name }, { $agency }.
enter-once = Kjo lidhje vlen një herë. Asgjë nuk ndodh derisa ta shtypni butonin.
enter-button = Hyr
enter-refused = Me këtë lidhje nuk mund të hyni

cancel-headline = { $hazard }: paralajmërimi nuk vlen më
cancel-description = Paralajmërimi “{ $headline }” nuk vlen më.

report-title = Kohët e përgjigjes
report-seed = fara { $seed }
report-first = Së pari, pas fillimit
report-signal = Sinjali
report-incident = Incidenti
report-task = Detyra
report-warning = Paralajmërimi publik
report-all-clear = Fundi i rrezikut
report-end = Fundi
report-steps = Çdo hap, nga ai para tij
report-step = Hapi
report-agency = Agjencia
report-cases = Raste
report-open = Hapur
report-median = Gjysma brenda
report-95 = 95 nga 100 brenda
report-all = Të gjitha
report-nobody = Ende askush
report-step-received = Pranuar
report-step-acknowledged = Marrë në dorë
report-step-assigned = Detyra u dërgua
report-step-read = Detyra u lexua
report-step-started = Detyra filloi
report-step-done = Detyra u krye
report-step-drafted = Paralajmërimi u hartua
report-step-approved = Miratuar
report-step-issued = Publik
report-step-cancelled = Tërhequr
report-note = Llogaritur nga ajo që mund të lexoni. Kohët janë të orës në mur. Pak raste thonë pak. Asgjë këtu nuk flet për një person.

handing-call-first = Nëse dikush është në rrezik, thirrni 112. Këtë mund të mos e lexojë askush menjëherë.
handing-keep-code = Ruajeni këtë kod: me të shihni si qëndron raporti juaj dhe mund t’i shtoni diçka. Shfaqet vetëm kësaj here. Nëse dikush është në rrezik, thirrni 112.
handing-received = Ka arritur. Ende nuk është përgjigjur askush.
handing-in-hand = Dikush po punon për të.
handing-done = Është kryer.
handing-passed-on = Është përcjellë; përgjigjja thotë kujt.

handing-title = Raporto diçka
handing-status-title = Si qëndron raporti im?
handing-what = Çka dëshironi të raportoni?
handing-words = Çka shihni?
handing-words-missing = Thoni me pak fjalë çka shihni.
handing-municipality = Komuna
handing-landmark = Ku saktësisht? Një rrugë, një urë, një dyqan.
handing-place-missing = Thoni ku: zgjidhni komunën ose emërtoni një vend.
handing-photos = Fotografi (mund ta lini bosh)
handing-photos-why = Më së shumti { $max }, JPEG ose PNG, { $size } MB së bashku. Vendi, koha dhe telefoni me të cilin janë bërë hiqen para se të ruhen. I shohin ata që punojnë me raportin tuaj; ato nuk bëhen kurrë publike. Ajo që shihet në fotografi mbetet: mos fotografoni fytyra e targa që s’ka nevojë të shihen.
handing-photos-again = Zgjidhni fotografitë përsëri: nuk u ruajtën.
handing-photo-many = Më së shumti { $max } fotografi: zgjidhni ato që thonë më së shumti.
handing-photo-large = Fotografia { $number } është më e madhe se { $size } MB: zvogëlojeni ose lëreni.
handing-photo-together = Të gjitha së bashku kalojnë { $size } MB: dërgoni më pak fotografi ose më të vogla.
handing-photo-slow = Fotografitë u vonuan shumë rrugës: dërgoni më pak ose më të vogla, ose dërgoni raportin pa to.
handing-photo-busy = Tani po arrijnë shumë fotografi: provoni përsëri pas pak, ose dërgojeni raportin tani pa to.
handing-photo-room = Tani nuk mund të ruhen fotografi: dërgojeni raportin pa to.
handing-photo-other = Fotografia { $number } është skedar i llojit { $kind }: ruajeni si JPEG ose PNG dhe dërgojeni atë.
handing-photo-unusual = Fotografia { $number } është ruajtur në mënyrë të pazakontë: ruajeni përsëri si JPEG të zakonshëm dhe dërgojeni atë.
handing-photo-unknown = Skedari { $number } nuk është fotografi: dërgoni JPEG ose PNG.
handing-photo-cut = Fotografia { $number } nuk arriti e plotë: dërgojeni përsëri.
handing-photo-damaged = Fotografia { $number } është e dëmtuar: dërgoni një tjetër.
handing-photo-size = Fotografia { $number } ka shumë piksela: zvogëlojeni.
handing-photo-field = Skedarët dërgohen si { $field }: skedari { $number } erdhi me emër tjetër.
handing-form-cut = Formulari nuk arriti i plotë: dërgojeni përsëri.
handing-contact = Nëse kemi pyetje (mund ta lini bosh)
handing-contact-why = Vetëm agjencia që përgjigjet mund t’i shohë, dhe çdo shikim regjistrohet. Asgjë prej tyre nuk bëhet publike.
handing-name = Emri
handing-phone = Telefoni
handing-send = Dërgo
handing-thanks = Faleminderit. Raporti juaj ka arritur.
handing-number = Numri i raportit:
handing-code = Kodi që ju është dhënë
handing-code-wrong = Nuk ka raport me këtë kod. Shikoni a është e saktë çdo shkronjë.
handing-look = Shiko
handing-answer = Përgjigjja
handing-published = Diçka për të është publike.
handing-lines = Rreshta që keni shtuar: { $count }
handing-add = Shtoni diçka
handing-add-send = Shto
