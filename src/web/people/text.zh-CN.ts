/** Confirming readers, giving grants again, the own keys, and what each administrator may do. */
export const zhCN = {
  readers: {
    title: '查看人',
    lead: '能够查看他人登记内容的人员。新任或者重置后的账户，须由已确认的同事当面核对密钥指纹并确认，才会得到授权。',
    waiting: '待确认',
    noneWaiting: '没有待确认的账户。',
    confirmed: '已确认',
    person: '姓名',
    unit: '单位',
    roles: '职责',
    fingerprint: '密钥指纹',
    confirmTitle: (name: string) => `确认${name}`,
    confirmHint:
      '请与本人当面核对：本人登录后在“我的账户”可以看到同一指纹。确认后，此后登记的内容按职责授权给该账户；此前登记的内容在“补发授权”中办理。',
    compared: '已与本人当面核对，指纹一致，职责属实。',
    confirm: '确认',
    notYours: '由纪检监察室其他已确认人员确认。',
    done: '已确认。',
    keysAlone: '重置后的新密钥（不涉及查看职责）',
    nobody: '没有可以确认的同事时，由两名恢复单保管人在服务器上办理（liuhen recover）。',
  },
  grants: {
    title: '补发授权',
    lead: '您能办理的记录中，有人应当能查看而尚未得到授权，或者已不应再持有授权。补发只按职责和回避规则进行，被点名的人员一律不在其列。',
    nothing: '您能办理的记录，授权均已齐备。',
    whom: '事项',
    matters: '件数',
    lacks: (name: string) => `为${name}补发授权`,
    renews: '须重发密钥（有人离任、停用或者密钥已更新）',
    begin: (count: number) => `办理（本次 ${count} 件）`,
    goOn: (left: number) => `继续办理（剩余 ${left} 件）`,
    progress: (done: number, left: number) =>
      left === 0 ? `本次办理 ${done} 件，已全部办完。` : `本次办理 ${done} 件，剩余 ${left} 件。`,
    hint: '每件都在记录中留痕，注明由您补发。其他人员办理的记录，由其各自补发；无人能办的，由两名恢复单保管人办理。',
  },
  own: {
    rotate: '更换密钥',
    rotateLead:
      '怀疑密钥泄露时使用。原有授权、草稿改由新密钥打开，旧密钥不再能打开任何内容；密码和验证器不变。完成后请重新登录。仅在需要时更换：能够比对更换前后磁盘的人，会看出哪些记录与您有关。',
    fingerprint: '密钥指纹',
    fingerprintHint: '同事确认您的账户时，与您当面核对这一指纹。',
  },
}
export type PeopleText = typeof zhCN
