/** Sixty cases of the demonstration bureau, as its case system would list them. All invented. */
import type { CaseRow } from '../../store/store.ts'
import { personIdOf } from './people.ts'

type Line = readonly [title: string, status: CaseRow['status'], ...handlers: string[]]

const byUnit: readonly (readonly [unit: string, code: string, lines: readonly Line[]])[] = [
  [
    '城东分局',
    '东',
    [
      ['锦绣花园3号楼顶层违法搭建案', 'open', 'linxiaoyu', 'zhaotiezhu'],
      ['东湖路42号占道经营案', 'closed', 'linxiaoyu', 'xiemeiling'],
      ['宏达建材市场未取得施工许可证擅自施工案', 'open', 'zhaotiezhu', 'xiemeiling'],
      ['清波小区一层破墙开店案', 'open', 'xiemeiling', 'linxiaoyu'],
      ['东关街夜市油烟直排案', 'closed', 'zhaotiezhu', 'linxiaoyu'],
      ['安泰物业公司擅自改变绿地用途案', 'open', 'linxiaoyu', 'zhaotiezhu'],
      ['学府路广告牌未经审批设置案', 'closed', 'xiemeiling', 'zhaotiezhu'],
      ['金桂苑地下车库违规隔断出租案', 'open', 'zhaotiezhu', 'linxiaoyu'],
      ['东风路口建筑垃圾随意倾倒案', 'closed', 'linxiaoyu', 'xiemeiling'],
      ['和顺酒店外墙违法加建电梯井案', 'preFiling', 'xiemeiling', 'linxiaoyu'],
    ],
  ],
  [
    '城西分局',
    '西',
    [
      ['西苑农贸市场占用消防通道案', 'open', 'duanruifeng', 'baixuemei'],
      ['恒丰汽修厂露天喷漆案', 'open', 'baixuemei', 'duanruifeng'],
      ['福临小区私搭阳光房案', 'closed', 'duanruifeng', 'baixuemei'],
      ['西环路大型户外广告牌未经审批案', 'closed', 'baixuemei', 'duanruifeng'],
      ['聚鑫物流园违法建设仓库案', 'open', 'duanruifeng', 'baixuemei'],
      ['工农巷17号擅自改变房屋用途案', 'open', 'baixuemei', 'duanruifeng'],
      ['西山公园内违规设摊案', 'closed', 'duanruifeng', 'baixuemei'],
      ['瑞丰家园围墙外占地种菜案', 'closed', 'baixuemei', 'duanruifeng'],
    ],
  ],
  [
    '规划建设执法中队',
    '规',
    [
      ['滨河新城二期未按规划许可建设案', 'open', 'chenyiming', 'huangwenjing'],
      ['天成置业提前预售商品房案', 'open', 'huangwenjing', 'shanxiongfei'],
      ['新华路综合楼超面积建设案', 'open', 'shanxiongfei', 'chenyiming'],
      ['翠屏山庄别墅加层案', 'closed', 'chenyiming', 'shanxiongfei'],
      ['鼎盛商贸中心擅自变更外立面案', 'closed', 'huangwenjing', 'chenyiming'],
      ['城南安置房项目未批先建案', 'open', 'chenyiming', 'huangwenjing'],
      ['万和广场地下通道未验先用案', 'open', 'shanxiongfei', 'huangwenjing'],
      ['育才中学围墙外挡土墙违建案', 'closed', 'huangwenjing', 'shanxiongfei'],
      ['长宁路沿街商铺擅自加建夹层案', 'open', 'chenyiming', 'shanxiongfei'],
      ['老酒厂改造项目未报建案', 'preFiling', 'huangwenjing', 'chenyiming'],
    ],
  ],
  [
    '生态环境执法中队',
    '环',
    [
      ['清源河段违法排污案', 'open', 'liqiuyan', 'tianye'],
      ['兴旺养殖场粪污直排案', 'open', 'tianye', 'liqiuyan'],
      ['永固混凝土公司扬尘污染案', 'open', 'liqiuyan', 'tianye'],
      ['华彩印刷厂危险废物混存案', 'closed', 'tianye', 'liqiuyan'],
      ['南河湾采石点超时作业噪声案', 'closed', 'liqiuyan', 'tianye'],
      ['佳洁洗涤公司废水超标案', 'open', 'tianye', 'liqiuyan'],
      ['红星砖厂烟气未达标案', 'closed', 'liqiuyan', 'tianye'],
      ['北郊渣土场夜间运输遗撒案', 'open', 'tianye', 'liqiuyan'],
    ],
  ],
  [
    '市容秩序执法中队',
    '容',
    [
      ['人民广场流动摊贩屡劝不改案', 'closed', 'fengchunmei', 'wanpeng'],
      ['中心医院门前违规停放非机动车案', 'closed', 'wanpeng', 'fengchunmei'],
      ['味香园餐厅油烟净化设施停用案', 'open', 'fengchunmei', 'wanpeng'],
      ['步行街临时促销舞台噪声扰民案', 'open', 'wanpeng', 'fengchunmei'],
      ['绿城洗车行污水外溢案', 'open', 'fengchunmei', 'wanpeng'],
      ['火车站广场共享单车堆放案', 'closed', 'wanpeng', 'fengchunmei'],
      ['老城墙根烧烤摊占道案', 'open', 'fengchunmei', 'wanpeng'],
      ['梧桐巷棋牌室招牌超规格案', 'preFiling', 'wanpeng', 'fengchunmei'],
    ],
  ],
  [
    '白沙镇综合执法中队',
    '白',
    [
      ['白沙村耕地上违法建房案', 'open', 'luoxiaofeng', 'yeqingqing'],
      ['沙河滩非法采砂案', 'open', 'yeqingqing', 'luoxiaofeng'],
      ['白沙镇菜市场违规搭棚案', 'closed', 'luoxiaofeng', 'yeqingqing'],
      ['前进村秸秆露天焚烧案', 'closed', 'yeqingqing', 'luoxiaofeng'],
      ['顺发石料加工点无证经营案', 'open', 'luoxiaofeng', 'yeqingqing'],
      ['李家坳鱼塘填埋建房案', 'open', 'yeqingqing', 'luoxiaofeng'],
      ['白沙镇卫生院旁违章建筑案', 'closed', 'luoxiaofeng', 'yeqingqing'],
      ['果园村小作坊废水入渠案', 'preFiling', 'yeqingqing', 'luoxiaofeng'],
    ],
  ],
  [
    '双桥街道综合执法中队',
    '双',
    [
      ['双桥社区棚户区擅自翻建案', 'open', 'hujunjie', 'wuyuexin'],
      ['桥头加油站擅自扩建案', 'open', 'wuyuexin', 'hujunjie'],
      ['双桥小学周边占道摆摊案', 'closed', 'hujunjie', 'wuyuexin'],
      ['福源茶楼侵占人行道案', 'closed', 'wuyuexin', 'hujunjie'],
      ['桥西仓库违法搭建钢棚案', 'open', 'hujunjie', 'wuyuexin'],
      ['双桥花园业主擅自拆除承重墙案', 'open', 'wuyuexin', 'hujunjie'],
      ['河滨步道违规垂钓平台案', 'closed', 'hujunjie', 'wuyuexin'],
      ['双桥街道沿街店招脱落隐患案', 'preFiling', 'wuyuexin', 'hujunjie'],
    ],
  ],
]

export const demoCases: readonly CaseRow[] = byUnit.flatMap(([handlingUnit, code, lines]) =>
  lines.map(([title, status, ...handlers], i) => ({
    number: `清综执${code}〔2026〕${i + 1}号`,
    title,
    handlingUnit,
    status,
    handlerIds: handlers.map(personIdOf),
  })),
)
