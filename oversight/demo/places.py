"""The demo organisation's people and places: all invented."""

ORGANISATION = "Thornmere Hospitals"

SYSTEMS = """
macro | Thornmere Hospitals | | hospital group | To keep the 640,000 people of Thornmere and the coast well, and to care for them well when they are not.
meso | Emergency and Medicine | Thornmere Hospitals | division | Care for people who fall ill suddenly, and for those who live with long-term illness.
meso | Surgery and Theatres | Thornmere Hospitals | division | Operations, planned and urgent, from assessment to recovery.
meso | Women and Children | Thornmere Hospitals | division | Pregnancy, birth, newborn babies, children and young people.
meso | Cancer and Clinical Support | Thornmere Hospitals | division | Cancer treatment, and the medicines, images and tests that every other unit depends on.
meso | Community and Primary Care | Thornmere Hospitals | division | Care at home and close to home, in practices, clinics and kitchens.
micro | Emergency Department | Emergency and Medicine | emergency department | To see, treat and reassure whoever comes through the door, at any hour.
micro | Acute Medical Unit | Emergency and Medicine | assessment unit | The first 48 hours for adults who are admitted unwell.
micro | Larch Ward | Emergency and Medicine | ward for older people | Twenty-eight beds for people over 75, most of whom live with frailty.
micro | Rowan Ward | Emergency and Medicine | respiratory ward | Twenty-four beds for people with chest disease, six of them for close watching.
micro | Hazel Stroke Unit | Emergency and Medicine | stroke unit | Acute stroke care and the first weeks of rehabilitation.
micro | Diabetes Clinic | Emergency and Medicine | clinic | Type 1 and complex diabetes, pumps, feet and young adults.
micro | Heart Failure Clinic | Emergency and Medicine | clinic | Rapid diagnosis and a steady hand for people whose hearts are failing.
micro | Main Theatres | Surgery and Theatres | theatres | Nine theatres for planned and emergency operations.
micro | Day Surgery Unit | Surgery and Theatres | day unit | Operations after which people sleep in their own beds.
micro | Elm Ward | Surgery and Theatres | orthopaedic ward | Broken hips and planned joints, side by side.
micro | Birch Ward | Surgery and Theatres | surgical ward | Abdominal surgery, urgent and planned.
micro | Pre-operative Assessment | Surgery and Theatres | clinic | Making sure that an operation is right, safe and on the day agreed.
micro | Intensive Care Unit | Surgery and Theatres | critical care unit | Fourteen beds for the sickest adults.
micro | Delivery Suite | Women and Children | delivery suite | Nine rooms, two theatres and 3,900 births a year.
micro | Willow Ward | Women and Children | postnatal ward | The first hours and days of new families.
micro | Antenatal Clinic | Women and Children | clinic | Care in pregnancy, at the hospital and in five children's centres.
micro | Kingfisher Ward | Women and Children | children's ward | Twenty-two beds and a playroom.
micro | Neonatal Unit | Women and Children | neonatal unit | Sixteen cots for babies born early or unwell.
micro | Chemotherapy Day Unit | Cancer and Clinical Support | day unit | Eighteen chairs; 60 treatments on a busy day.
micro | Breast Clinic | Cancer and Clinical Support | clinic | Diagnosis in one visit wherever we can.
micro | Juniper Ward | Cancer and Clinical Support | haematology ward | Blood cancers and transplants.
micro* | Pharmacy | Cancer and Clinical Support | pharmacy | The right medicine, explained, at the right moment.
micro* | Radiology | Cancer and Clinical Support | radiology | Images and reports that others can act on.
micro* | Pathology | Cancer and Clinical Support | pathology | Blood sciences, microbiology and tissue.
micro | Millbrook Practice | Community and Primary Care | general practice | 11,400 patients, seven doctors, two pharmacists and a busy front desk.
micro | Harbour Street Practice | Community and Primary Care | general practice | 6,800 patients by the docks, in nineteen languages.
micro | District Nursing North | Community and Primary Care | community nursing | Nursing at home for the northern valleys.
micro | Rehabilitation at Home | Community and Primary Care | community team | Therapy in people's own kitchens and on their own stairs.
"""

PEOPLE = """
Amara Okafor | Staff nurse | nurse | Larch Ward | nurse
Dr Priya Raman | Consultant geriatrician | doctor | Larch Ward | lead
Tomasz Zielinski | Improvement coach | organisation_development | Thornmere Hospitals | coach
Mei-Ling Chao | Senior data analyst | analyst | Thornmere Hospitals | analyst
Professor Ruth Abernethy | Medical director, chair of the oversight group | doctor | Thornmere Hospitals | chair
Samuel Adeyemi | Chief executive | manager | Thornmere Hospitals | chief
Joanna Pryce | Systems administrator | informatics | Thornmere Hospitals | admin
Ifeoma Nwosu | Director of nursing | nurse | Thornmere Hospitals
Gareth Llewellyn | Director of finance | finance | Thornmere Hospitals
Shabnam Akhtar | Improvement coach | organisation_development | Thornmere Hospitals
Henrik Dahl | Design engineer | design_engineer | Thornmere Hospitals
Leilani Fonoti | Design engineer | design_engineer | Thornmere Hospitals
Rahul Desai | Data analyst | analyst | Thornmere Hospitals
Oluwaseun Bakare | Clinical systems developer | informatics | Thornmere Hospitals
Fiona Mackintosh | Divisional director | manager | Emergency and Medicine
Dr Yusuf Demir | Clinical director | doctor | Emergency and Medicine
Dr Helena Vasquez | Consultant in emergency medicine | doctor | Emergency Department
Marcus Tetteh | Charge nurse | nurse | Emergency Department
Chloe Barraclough | Emergency nurse practitioner | nurse | Emergency Department
Imran Sheikh | Receptionist | clerk | Emergency Department
Dr Aoife Brennan | Acute physician | doctor | Acute Medical Unit
Lucy Ndlovu | Sister | nurse | Acute Medical Unit
Daniel Kowalczyk | Pharmacist | pharmacist | Acute Medical Unit
Beatrice Hollins | Ward clerk | clerk | Larch Ward
Winston Grant | Porter | porter | Larch Ward
Sofia Marinescu | Physiotherapist | therapist | Larch Ward
Grace Mbeki | Healthcare assistant | care_assistant | Larch Ward
Dr Owen Prichard | Respiratory consultant | doctor | Rowan Ward
Nadia Benali | Respiratory nurse specialist | nurse | Rowan Ward
Callum Reid | Physiotherapist | therapist | Rowan Ward
Dr Ingrid Solheim | Stroke consultant | doctor | Hazel Stroke Unit
Patience Chirwa | Occupational therapist | therapist | Hazel Stroke Unit
Ewan Fairbairn | Speech and language therapist | therapist | Hazel Stroke Unit
Dr Anil Chaudhry | Cardiologist | doctor | Heart Failure Clinic
Bronwen Pugh | Heart failure nurse | nurse | Heart Failure Clinic
Andrew Whitcombe | Divisional director | manager | Surgery and Theatres
Miss Zainab Rahimi | Consultant surgeon | doctor | Main Theatres
Dr Luca Ferrante | Anaesthetist | doctor | Main Theatres
Tendai Moyo | Theatre team leader | nurse | Main Theatres
Karen Ostrowska | Theatre scheduler | clerk | Main Theatres
Mr Jonah Silverstein | Orthopaedic surgeon | doctor | Elm Ward
Siobhan Kelleher | Trauma nurse coordinator | nurse | Elm Ward
Dr Feng Liu | Orthogeriatrician | doctor | Elm Ward
Rosalind Tate | Sister | nurse | Day Surgery Unit
Dr Babajide Cole | Anaesthetist | doctor | Day Surgery Unit
Hannah Weiss | Pre-operative nurse | nurse | Pre-operative Assessment
Dr Marguerite Dubois | Intensivist | doctor | Intensive Care Unit
Kofi Asante | Charge nurse | nurse | Intensive Care Unit
Elin Rhys | Critical care physiotherapist | therapist | Intensive Care Unit
Dr Nkechi Obi | Divisional director, obstetrician | doctor | Women and Children
Catriona Muir | Consultant midwife | midwife | Delivery Suite
Dr Sara Haddad | Obstetrician | doctor | Delivery Suite
Jasmine Powell | Midwife | midwife | Delivery Suite
Manjit Kaur | Infant feeding midwife | midwife | Willow Ward
Abigail Thorne | Maternity support worker | care_assistant | Willow Ward
Dr Emeka Uche | Paediatrician | doctor | Kingfisher Ward
Lotte van Dijk | Paediatric pharmacist | pharmacist | Kingfisher Ward
Niamh Gallagher | Children's nurse | nurse | Kingfisher Ward
Dr Rosa Delgado | Neonatologist | doctor | Neonatal Unit
Peter Achebe | Neonatal nurse | nurse | Neonatal Unit
Judith Carrow | Divisional director | manager | Cancer and Clinical Support
Dr Hamish Urquhart | Oncologist | doctor | Chemotherapy Day Unit
Renata Kovacs | Chemotherapy sister | nurse | Chemotherapy Day Unit
Vikram Joshi | Aseptic pharmacist | pharmacist | Pharmacy
Delphine Amoah | Chief pharmacist | pharmacist | Pharmacy
Stewart Inglis | Pharmacy technician | pharmacist | Pharmacy
Dr Anneliese Brandt | Radiologist | doctor | Radiology
Kwame Boadu | Superintendent radiographer | scientist | Radiology
Louise Penhaligon | Divisional director | manager | Community and Primary Care
Dr Theo Marchetti | General practitioner | doctor | Millbrook Practice
Sunita Rao | Practice manager | manager | Millbrook Practice
Paulette Simmonds | Receptionist | clerk | Millbrook Practice
Dr Halima Yusuf | General practitioner | doctor | Harbour Street Practice
Morag Sinclair | District nurse | nurse | District Nursing North
Felix Abara | Tissue viability nurse | nurse | District Nursing North
Dorothy Ashworth | Patient partner | patient_partner |
Raymond Osei | Patient partner | patient_partner |
Parveen Mirza | Family partner | family_partner |
Len Hartshorn | Patient partner | patient_partner |
Tilly Cavanagh | Family partner | family_partner |
Marian Bielak | Family partner | family_partner |
"""

ROLES = """
oversight | Professor Ruth Abernethy, Ifeoma Nwosu, Gareth Llewellyn, Dr Yusuf Demir
executive | Samuel Adeyemi, Ifeoma Nwosu, Gareth Llewellyn
analyst | Mei-Ling Chao, Rahul Desai
administrator | Joanna Pryce
"""

LEADERS = """
Emergency and Medicine | Fiona Mackintosh
Surgery and Theatres | Andrew Whitcombe
Women and Children | Dr Nkechi Obi
Cancer and Clinical Support | Judith Carrow
Community and Primary Care | Louise Penhaligon
Larch Ward | Dr Priya Raman
Emergency Department | Dr Helena Vasquez
Main Theatres | Miss Zainab Rahimi
Pharmacy | Delphine Amoah
Radiology | Dr Anneliese Brandt
Millbrook Practice | Sunita Rao
"""


def table(text: str) -> list[list[str]]:
    """The rows of a table written with bars."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
