/** The policy of the built-in authority, at the address that its certificates name. */
export const POLICY = `Politique de certification de l’IGC d’Esculape

Trois gammes (élémentaire, standard, fort), deux domaines (personnes, organisations).
- Cartes CPS et CPF : fort, personnes. Cartes CPE, CDE, CPA et CDA : standard, personnes.
- Certificats logiciels d’organisations et de serveurs : élémentaire, organisations.
Clés d’autorité RSA 4096, clés de porteur RSA 2048 au moins, signatures SHA-256. Un certificat de porteur vaut trois ans.

Une révocation est définitive. Elle compte tout de suite pour nos services, dans la minute pour OCSP et la CRL delta.
- CRL complète : faite chaque jour, valable sept jours. CRL delta : chaque heure, et dans la minute après une révocation.
- OCSP (RFC 6960) : réponses valables une heure, signées par un répondeur propre à chaque autorité.
Un numéro de série est réservé avant la signature ; s’il ne reçoit pas son certificat, il compte comme révoqué.

Conditions d’utilisation des certificats logiciels
- La structure juridique les porte et en répond ; elle ne les partage avec aucune autre, groupement compris.
- L’administrateur technique garde la clé secrète et le code de révocation, un certificat par logiciel.
- Perte, vol ou doute sur la clé, arrêt du logiciel, donnée certifiée qui change : il révoque sans attendre.
- Le représentant légal, un mandataire et l’exploitant révoquent aussi, sans code ; la fermeture de la structure révoque.
- Un serveur certifié par ACME (RFC 8555) prouve son nom à chaque commande, sous la clé externe de sa structure.

Dans un bac à sable, les noms et les fichiers portent la mention TEST : ces certificats ne prouvent l’identité de personne.
`;
