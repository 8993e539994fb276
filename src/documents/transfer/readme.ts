/** What stands beside the bag: for a superior who has never heard of us, in Chinese, with nothing but standard tools (R44). */
export type TransferReadme = {
  readonly bureau: string
  readonly registerNumber: string
  readonly organ: string
  readonly fingerprints: readonly string[]
  readonly packedAt: string
  readonly reason: string
  readonly vkey: string
}

export const transferReadme = (model: TransferReadme): string => `密封移送包

移送单位：${model.bureau}
登记编号：${model.registerNumber}
接收机关：${model.organ}
接收公钥指纹：${model.fingerprints.join('　')}
封装时间：${model.packedAt}
移送原因：${model.reason}

移送以后，移送单位任何人都不能再打开这一件。请妥善保管本包和解密私钥，收到后把回执编号和日期告知移送人。


一、包里有什么

data/record.html            过问记录全文、补充更正、处理经过、谁在什么时候看过印过（用浏览器打开）
data/registration-form.pdf  登记表
data/record.json            同样的内容，供程序读取；含登记人身份
data/events/0001/ 起        逐个事件，按发生先后：
    content.json、identity.json   当时签名并密封的原文（一字未动）
    facts.json、sealed.bin        登记簿里存放的明文部分和密封部分
    entry.txt、proof.tlog-proof   登记链上的条目及其存在证明
data/evidence/              证据原件（与收到时逐字节相同）
data/evidence.json          证据的原文件名、摘要（SHA-256、SM3）和提取情况
data/keys.json              打开上述 sealed.bin 所用的卷宗密钥
data/accounts.json          签名人及其验签公钥
data/trail/                 封装时的检查点（含见证会签）和登记簿公钥
bagit.txt、bag-info.txt、manifest-sha256.txt、tagmanifest-sha256.txt   BagIt（RFC 8493）清单


二、用通用工具核对

1. 解密、解包：
     age --decrypt --identity 私钥文件 --output 包.tar 包.age
     tar -xf 包.tar
2. 核对每个文件没有改动（在解开的目录里）：
     sha256sum -c manifest-sha256.txt
     sha256sum -c tagmanifest-sha256.txt
3. 核对证据的 SM3 摘要，与 data/evidence.json 比较：
     openssl dgst -sm3 data/evidence/文件
4. 核对每个事件确在登记链上：proof.tlog-proof 是 C2SP tlog-proof 格式，可用任何支持该格式的工具，连同下面的公钥核对：
     ${model.vkey}
   这把公钥请与事先从移送单位或者见证方得到的公钥比较，不要只相信包里的这一份。


三、用留痕程序一次核对（不需要登记簿，不联网）

     liuhen open-transfer 包.age --identity 私钥文件 [--vkey 公钥] [--out 目录]

   它核对全部摘要、存在证明、密封和签名，指出第一处不符。
`
