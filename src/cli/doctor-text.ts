/** What the doctor says, and what to do about it. Codes come from app/operations; the sentences stand here. */
import type { DoctorLine, DoctorTopic } from '../app/operations/doctor-line.ts'
import { say, type Language } from './text.ts'

const topics: Readonly<Record<DoctorTopic, readonly [zh: string, en: string]>> = {
  folder: ['数据目录', 'data folder'],
  disk: ['磁盘', 'disk'],
  clock: ['时钟', 'clock'],
  hostKey: ['主机密钥', 'host key'],
  recoveryKey: ['恢复公钥', 'recovery key'],
  evidence: ['证据目录', 'evidence'],
  database: ['数据库', 'database'],
  guards: ['防改触发器', 'guards'],
  register: ['登记链', 'register trail'],
  security: ['安全链', 'security trail'],
  published: ['已公布检查点', 'published'],
  backup: ['备份', 'backup'],
  check: ['核对', 'check'],
  witnesses: ['见证', 'witnesses'],
}

const ZH_WIDTH = 6
const EN_WIDTH = 14

/** As wide as the widest, so that the sentences stand in a column. */
export function topicName(topic: DoctorTopic, language: Language): string {
  const [zh, en] = topics[topic]
  return language === 'zh' ? zh.padEnd(ZH_WIDTH, '　') : en.padEnd(EN_WIDTH)
}

type Data = DoctorLine['data']

const sentences: Readonly<Record<string, (data: Data) => readonly [zh: string, en: string]>> = {
  folderWritable: ({ folder }) => [`${folder} 可读写，仅本用户可进入`, `${folder} can be written, by this user only`],
  folderNotWritable: ({ folder, reason }) => [
    `${folder} 不可写（${reason}）。请检查属主和挂载方式`,
    `${folder} cannot be written (${reason}). Look at its owner and at how it is mounted`,
  ],
  folderOpenToOthers: ({ folder, mode }) => [
    `${folder} 的权限是 ${mode}，其他用户可以进入。请执行 chmod 700 ${folder}`,
    `${folder} has mode ${mode}, open to other users. Run chmod 700 ${folder}`,
  ],
  diskHasRoom: ({ freeMiB, totalMiB }) => [
    `剩余 ${freeMiB} MiB，共 ${totalMiB} MiB`,
    `${freeMiB} MiB of ${totalMiB} MiB are free`,
  ],
  diskIsFilling: ({ freeMiB, totalMiB }) => [
    `只剩 ${freeMiB} MiB，共 ${totalMiB} MiB。请腾出空间：磁盘满后不能登记`,
    `only ${freeMiB} MiB of ${totalMiB} MiB are free. Make room: on a full disk nothing can be registered`,
  ],
  clockFitsFiles: ({ now }) => [`现在是 ${now}，没有来自将来的文件`, `it is ${now}, and no file is from the future`],
  clockBehindFile: ({ file, at, now }) => [
    `现在是 ${now}，而 ${file} 写于 ${at}：时钟被调回过。请校准时钟（NTP）`,
    `it is ${now}, but ${file} was written at ${at}: the clock was set back. Set it right (NTP)`,
  ],
  clockBehindEvent: ({ at, now }) => [
    `现在是 ${now}，而最新的安全事件在 ${at}：时钟被调回过。请校准时钟（NTP）`,
    `it is ${now}, but the newest security event was at ${at}: the clock was set back. Set it right (NTP)`,
  ],
  clockDiffersFromDatabase: ({ at, now }) => [
    `现在是 ${now}，数据库的时钟是 ${at}。请校准两台机器的时钟（NTP）`,
    `it is ${now}, but ${at} on the database server. Set both clocks right (NTP)`,
  ],
  hostKeyKept: () => ['host.key 可读，仅本用户可读', 'host.key can be read, by this user only'],
  hostKeyMissing: ({ file }) => [
    `缺少 ${file}。请放回另存的 host.key；切勿新建，新密钥等于另一个登记簿`,
    `${file} is missing. Put back the one that was kept elsewhere; a new one would sign as somebody else`,
  ],
  hostKeyUnreadable: () => [
    'host.key 已损坏。请放回另存的 host.key',
    'host.key is damaged. Put back the one that was kept elsewhere',
  ],
  hostKeyOpenToOthers: ({ file, mode }) => [
    `host.key 的权限是 ${mode}，其他用户可读：可据以伪造历史。请执行 chmod 600 ${file}，并查明谁读过`,
    `host.key has mode ${mode}, and others may read it and sign a second history. Run chmod 600 ${file}, and find out who read it`,
  ],
  recoveryKeyKept: () => ['recovery.pub 可读，其他用户不能改', 'recovery.pub can be read, and not changed by others'],
  recoveryKeyMissing: () => [
    '没有恢复公钥：忘记密码的人所能查看的内容无法找回。由 liuhen set-up 生成',
    'there is none: what somebody could read is lost with a forgotten password. liuhen set-up makes one',
  ],
  recoveryKeyUnreadable: ({ file }) => [
    `${file} 已损坏。请由备份放回`,
    `${file} is damaged. Put it back from the backup`,
  ],
  recoveryKeyOpenToOthers: ({ file, mode }) => [
    `recovery.pub 的权限是 ${mode}，其他用户可以调换它：此后的记录就会对他们开放。请执行 chmod 644 ${file}，并与备份比对`,
    `recovery.pub has mode ${mode}, and others may exchange it and read what comes after. Run chmod 644 ${file}, and compare it with the backup`,
  ],
  evidenceReadable: ({ files }) => [`证据文件 ${files} 个`, `${files} files`],
  evidenceUnreadable: ({ reason }) => [
    `证据目录读不出（${reason}）。请检查属主和磁盘`,
    `the folder cannot be read (${reason}). Look at its owner and at the disk`,
  ],
  databaseOpened: ({ engine, version }) => [`${engine} ${version}，可以打开`, `${engine} ${version} opens`],
  notOpened: ({ error, message }) => [
    `打不开：${message} [${error}]。见 docs/errors.md`,
    `does not open: ${message} [${error}]. See docs/errors.md`,
  ],
  guardsStand: () => ['数据库拒绝改动和删除已登记内容', 'the database refuses to change or delete what was registered'],
  guardsMissing: ({ names }) => [
    `缺少：${names}。有人动过数据库：请先 liuhen check，再查明是谁；由备份恢复`,
    `missing: ${names}. Somebody was at the database: run liuhen check, find out who, and restore a backup`,
  ],
  roleOwnsGuards: () => [
    '触发器都在，但服务所用的角色可以删除它们。请分设两个角色，见 docs/operating/postgresql.md',
    'all stand, but the role that serves could drop them. Use two roles: docs/operating/postgresql.md',
  ],
  headStands: ({ size }) => [`${size} 条，链头与签名相符`, `${size} entries; the head is the signed one`],
  rootDiffers: () => [
    '链头与所存哈希不符。请停止服务，保留磁盘，执行 liuhen check',
    'the head does not follow from the stored hashes. Stop the service, keep the disk, run liuhen check',
  ],
  checkpointDiffers: () => [
    '链头与所签检查点不符。请停止服务，保留磁盘，执行 liuhen check',
    'the head is not the one that was signed. Stop the service, keep the disk, run liuhen check',
  ],
  checkpointUnsigned: () => [
    '检查点不是由这个 host.key 签的：密钥或数据库属于另一个登记簿。请停止服务',
    'the checkpoint was not signed by this host.key: the key or the database is of another registry. Stop the service',
  ],
  continuesPublished: () => ['数据库接续已公布的检查点', 'the database goes on from what was published'],
  rolledBack: ({ trail, published, found }) => [
    `数据库被回退（${trail}）：现有 ${found} 条，已公布 ${published} 条。只读不写；请用更新的备份，或 liuhen accept-rollback`,
    `rolled back (${trail}): ${found} entries, and ${published} were published. It is not written; use a newer backup, or liuhen accept-rollback`,
  ],
  backupNever: () => [
    '还没有备份。请执行 liuhen backup，并每天定时执行',
    'there is none. Run liuhen backup, and let it run every day',
  ],
  backupFailed: ({ at }) => [
    `上次备份（${at}）失败。请再次执行 liuhen backup`,
    `the last one (${at}) failed. Run liuhen backup again`,
  ],
  backupOld: ({ at, hours }) => [
    `上次备份已是 ${hours} 小时前（${at}）。请执行 liuhen backup，并查看定时任务`,
    `the last one was ${hours} hours ago (${at}). Run liuhen backup, and look at the timer`,
  ],
  backupRecent: ({ at, hours }) => [`${hours} 小时前（${at}）`, `${hours} hours ago (${at})`],
  checkNever: () => [
    '还没有核对过。请执行 liuhen check，并每周定时执行',
    'there was none. Run liuhen check, and let it run every week',
  ],
  checkFailed: ({ at }) => [
    `上次核对（${at}）发现不符。请停止服务，保留磁盘，执行 liuhen check 看是哪一条`,
    `the last one (${at}) found damage. Stop the service, keep the disk, and run liuhen check to see where`,
  ],
  checkOld: ({ at, hours }) => [
    `上次核对已是 ${hours} 小时前（${at}）。请执行 liuhen check，并查看定时任务`,
    `the last one was ${hours} hours ago (${at}). Run liuhen check, and look at the timer`,
  ],
  checkRecent: ({ at, hours }) => [`${hours} 小时前（${at}），相符`, `${hours} hours ago (${at}); all fitted`],
  witnessesNone: () => ['未设置，不向外发任何请求', 'none is configured, and nothing is sent'],
  witnessesNever: () => [
    '已设置，但还没有会签。请检查 LIUHEN_WITNESSES 和网络，见 docs/operating/witness.md',
    'configured, but none has cosigned. Look at LIUHEN_WITNESSES and the network: docs/operating/witness.md',
  ],
  witnessesOld: ({ size, by, hours }) => [
    `最近的会签（${by}，${size} 条）已是 ${hours} 小时前。请检查网络，并询问见证方`,
    `the newest cosignature (${by}, ${size} entries) is ${hours} hours old. Look at the network, and ask the witness`,
  ],
  witnessesRecent: ({ size, by, hours }) => [
    `${by} 在 ${hours} 小时前会签了 ${size} 条`,
    `${by} cosigned ${size} entries ${hours} hours ago`,
  ],
}

export function doctorSentence({ code, data }: DoctorLine, language: Language): string {
  const sentence = sentences[code]
  return sentence ? say(language)(...sentence(data)) : code
}
